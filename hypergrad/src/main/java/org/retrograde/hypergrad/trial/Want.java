package org.retrograde.hypergrad.trial;

import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;

/**
 * What is wanted of a training run. Implementations are records whose components all appear in
 * {@code toString}, which tells one want of a type from another wherever results are kept.
 *
 * @param <R> what comes of it: a value, which Jackson can write and read back to the same bits
 */
public interface Want<R> {

  /** Returns the type of what comes of it. */
  Class<R> type();

  /**
   * Trains, and finds what is wanted. Called from several threads.
   *
   * @param settings without the factors of a width. Not modified.
   * @param width of the problem
   * @param seed of the start and the batches
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   * @throws org.retrograde.reversible.optimizer.CoefficientRangeException if a coefficient is out
   *     of its range
   */
  R of(Problem problem, RunSettings settings, int width, long seed);
}
