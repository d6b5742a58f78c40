package org.retrograde.reports.record;

import java.util.List;

/**
 * One training run at some of its steps.
 *
 * @param arm what it was trained with, as in {@link JudgedRun#settings}
 * @param width of the problem
 * @param seed of its start and batches
 * @param steps at which it was looked at, ascending; up to the one at which the run diverged, if it
 *     did
 * @param losses the training loss before each of {@code steps}
 * @param gradientNorms the 2-norm of the whole gradient at each of {@code steps}, before any clip
 * @param groups the parameter groups one by one; none where only the whole was looked at
 */
public record TrainingCurve(
    String arm,
    int width,
    long seed,
    List<Integer> steps,
    List<Double> losses,
    List<Double> gradientNorms,
    List<GroupCurve> groups) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if not every list has one number a step
   */
  public TrainingCurve {
    steps = List.copyOf(steps);
    losses = List.copyOf(losses);
    gradientNorms = List.copyOf(gradientNorms);
    groups = List.copyOf(groups);
    String run = "%s, seed %d".formatted(arm, seed);
    requireOneAStep(run, "losses", losses, steps);
    requireOneAStep(run, "gradientNorms", gradientNorms, steps);
    for (GroupCurve group : groups) {
      String name = "%s, group %s".formatted(run, group.group());
      requireOneAStep(name, "gradientNorms", group.gradientNorms(), steps);
      requireOneAStep(name, "relativeUpdates", group.relativeUpdates(), steps);
    }
  }

  private static void requireOneAStep(
      String run, String name, List<Double> numbers, List<Integer> steps) {
    if (numbers.size() != steps.size()) {
      throw new IllegalArgumentException(
          "%s of %s must be one a step, got %d for %d steps"
              .formatted(name, run, numbers.size(), steps.size()));
    }
  }
}
