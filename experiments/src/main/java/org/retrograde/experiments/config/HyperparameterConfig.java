package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.Tunable;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * One kind of hyperparameter to tune or to search for.
 *
 * @param name what is tuned
 * @param knots values in time; 0 is a free value at every step, and the only one for what has no
 *     time
 * @param per what has a value of its own
 * @param start overrides the value to start from; null keeps it
 * @param shape schedule that learning rates are multiplied by; with any but flat, values are peaks
 * @param shapeNumbers numbers of the shape that are tuned with its peak
 * @param bounds smallest and largest value that a search tries; null for a tenth to ten times the
 *     start
 */
public record HyperparameterConfig(
    Tunable name,
    int knots,
    Per per,
    @Nullable Double start,
    Schedule shape,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> shapeNumbers,
    @Nullable List<Double> bounds) {
  /** Copies the lists. */
  public HyperparameterConfig {
    shapeNumbers = List.copyOf(shapeNumbers);
    bounds = bounds == null ? null : List.copyOf(bounds);
  }
}
