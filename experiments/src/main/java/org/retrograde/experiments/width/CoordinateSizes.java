package org.retrograde.experiments.width;

import java.util.List;
import java.util.Map;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;

/**
 * What a coordinate check measured.
 *
 * @param axis along which networks become larger
 * @param values widths or depths, ascending
 * @param seeds the same at every value, at least 2
 * @param look how many times the check has judged by now, this one included: a chance to be wrong
 *     each
 * @param probes of the network, in order; the last is of the outputs
 * @param changePowers of tensors and probes whose changes are not meant to be the same at every
 *     value: the power of it that they go as
 * @param series every size by width or depth
 * @param failures runs that left the numbers, each with the place where
 */
public record CoordinateSizes(
    Axis axis,
    List<Integer> values,
    int seeds,
    int look,
    List<Probe> probes,
    Map<String, Double> changePowers,
    List<CoordinateSeries> series,
    List<Fault> failures) {

  /** Copies the lists. */
  public CoordinateSizes {
    values = List.copyOf(values);
    probes = List.copyOf(probes);
    changePowers = Map.copyOf(changePowers);
    series = List.copyOf(series);
    failures = List.copyOf(failures);
  }

  /** Returns the power that changes of a tensor or a probe are meant to go as. */
  double changePower(String name) {
    return changePowers.getOrDefault(name, 0.0);
  }

  /** Returns the series of a measure and a name, by step. */
  List<CoordinateSeries> of(Measure measure, String name) {
    return series.stream().filter(s -> s.measure() == measure && s.name().equals(name)).toList();
  }

  /** Returns all series of a measure. */
  List<CoordinateSeries> of(Measure measure) {
    return series.stream().filter(s -> s.measure() == measure).toList();
  }
}
