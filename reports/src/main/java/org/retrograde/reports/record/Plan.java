package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one hypergradient costs under each way of finding the states of the way back, as predicted
 * before the run, and what the chosen one then cost.
 *
 * @param steps number of training steps T
 * @param parameters number of trained parameters
 * @param budgetBytes memory that the way back may take beyond the data, or null if not limited
 * @param strategies the ways that were compared
 * @param chosen name of the one that the run took
 * @param measured what the chosen one cost, or null if not measured
 */
public record Plan(
    int steps,
    long parameters,
    @Nullable Long budgetBytes,
    List<PlannedStrategy> strategies,
    String chosen,
    @Nullable MeasuredCost measured)
    implements Finding {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if no strategy has the name {@code chosen}
   */
  public Plan {
    strategies = List.copyOf(strategies);
    List<String> names = strategies.stream().map(PlannedStrategy::name).toList();
    if (!names.contains(chosen)) {
      throw new IllegalArgumentException(
          "chosen must be one of %s, got %s".formatted(names, chosen));
    }
  }
}
