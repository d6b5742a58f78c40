package org.retrograde.hypergrad.hyperparameter;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Where a {@link Tunable} is placed: a problem, and what a config says of it.
 *
 * @param groups parameter groups of the problem
 * @param steps T, at least 1
 * @param knots values in time, in [1, T]
 * @param per what has a value of its own
 * @param tying of groups to values
 * @param rates what learning rates are multiplied by
 * @param family of the shapes that learning rates have, where the shape is tuned too; else null
 * @param classes the class of each training row
 * @param lossParameters what of the problem's loss parameters may be tuned, by name, row by row
 */
public record Placement(
    List<ParameterGroup> groups,
    int steps,
    int knots,
    Per per,
    Tying tying,
    Scale rates,
    @Nullable ScheduleFamily family,
    Supplier<int[]> classes,
    Supplier<Map<String, double[]>> lossParameters) {

  /** Copies the list. */
  public Placement {
    groups = List.copyOf(groups);
  }
}
