package org.retrograde.experiments.width;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.Coordinates.Fault;

/**
 * What one run of a coordinate check gave.
 *
 * @param value of its width or depth
 * @param means mean magnitudes; those after a failure are not there
 * @param failure where the run left the numbers, or null
 */
record CoordinateSample(int value, Map<Place, Double> means, @Nullable Fault failure) {

  /** Copies the map. */
  CoordinateSample {
    means = Map.copyOf(means);
  }

  /** Returns the mean magnitude at a place, infinite after a failure. */
  double at(Place place) {
    return means.getOrDefault(place, Double.POSITIVE_INFINITY);
  }
}
