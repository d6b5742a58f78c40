package org.retrograde.experiments.scale;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment of one size would cost.
 *
 * @param parameters nearest to those asked for
 * @param width of the layers that have them
 * @param steps of a training
 * @param beyond how many times the largest size that was measured; at most 1 within
 * @param strategies all that apply; none where a limit of the program comes first
 * @param chosen of them, or null
 * @param refused the limit of the program that comes first, or null
 */
public record ScaledPlan(
    long parameters,
    int width,
    int steps,
    double beyond,
    List<ScaledStrategy> strategies,
    @Nullable String chosen,
    @Nullable Resource refused) {

  /** Copies the list. */
  public ScaledPlan {
    strategies = List.copyOf(strategies);
  }
}
