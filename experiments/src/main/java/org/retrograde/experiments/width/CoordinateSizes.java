package org.retrograde.experiments.width;

import java.util.List;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;

/**
 * What a coordinate check measured.
 *
 * @param widths ascending
 * @param series every size by width
 * @param failures runs that left the numbers, each with the place where
 */
public record CoordinateSizes(
    List<Integer> widths, List<CoordinateSeries> series, List<Fault> failures) {

  /** Copies the lists. */
  public CoordinateSizes {
    widths = List.copyOf(widths);
    series = List.copyOf(series);
    failures = List.copyOf(failures);
  }

  /** Returns the number of layers. */
  int layers() {
    return (int) series.stream().filter(s -> s.measure() == Measure.OWN_CHANGE).count() / 2;
  }

  /** Returns the series of a measure and a name, by step. */
  public List<CoordinateSeries> of(Measure measure, String name) {
    return series.stream().filter(s -> s.measure() == measure && s.name().equals(name)).toList();
  }

  /** Returns all series of a measure. */
  List<CoordinateSeries> of(Measure measure) {
    return series.stream().filter(s -> s.measure() == measure).toList();
  }
}
