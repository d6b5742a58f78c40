package org.retrograde.hypergrad.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * A meta-objective that is given run by run, which go one after the other: the shortest way to tune
 * a problem of one's own. For several at once, see {@link
 * org.retrograde.hypergrad.trial.TrialObjective}.
 */
public interface SeedObjective extends MetaObjective {

  /**
   * Trains and differentiates.
   *
   * @param raw not modified
   * @param seed of initial weights and batches
   * @throws DivergenceException if the run leaves the numbers
   * @throws CoefficientRangeException if a coefficient is out of its range
   */
  Sample differentiate(double[] raw, long seed);

  /**
   * Trains and returns the final loss alone.
   *
   * @param raw not modified
   * @param seed of initial weights and batches
   * @throws DivergenceException if the run leaves the numbers
   * @throws CoefficientRangeException if a coefficient is out of its range
   */
  double evaluate(double[] raw, long seed);

  @Override
  default List<Outcome<Sample>> differentiate(double[] raw, long[] seeds) {
    return Arrays.stream(seeds).mapToObj(seed -> attempt(() -> differentiate(raw, seed))).toList();
  }

  @Override
  default List<Outcome<Double>> evaluate(List<double[]> raws, long[] seeds) {
    List<Outcome<Double>> outcomes = new ArrayList<>();
    for (double[] raw : raws) {
      Arrays.stream(seeds).forEach(seed -> outcomes.add(attempt(() -> evaluate(raw, seed))));
    }
    return outcomes;
  }

  private static <R> Outcome<R> attempt(Supplier<R> run) {
    long begin = System.nanoTime();
    try {
      R result = run.get();
      return Outcome.found(result, (System.nanoTime() - begin) / 1e9);
    } catch (DivergenceException | CoefficientRangeException e) {
      return Outcome.diverged(String.valueOf(e.getMessage()), (System.nanoTime() - begin) / 1e9);
    }
  }
}
