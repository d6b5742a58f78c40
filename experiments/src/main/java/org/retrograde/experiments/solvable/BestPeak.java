package org.retrograde.experiments.solvable;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.optim.univariate.UnivariatePointValuePair;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * A schedule at the peak rate of least expected loss: the best of powers of 2, then a line search
 * between its neighbours; or the best of some rates.
 *
 * @param schedule its shape
 * @param steps T
 * @param peak the rate
 * @param loss the excess loss that it leaves
 */
record BestPeak(Schedule schedule, int steps, double peak, double loss) {

  private static final int LOWEST = -20;
  private static final int HIGHEST = 2;
  private static final int MOST_EVALUATIONS = 200;
  private static final double TOLERANCE = 1e-8;

  /** Finds it. */
  static BestPeak of(RateLoss loss, Schedule schedule, int steps) {
    double[] losses =
        IntStream.rangeClosed(LOWEST, HIGHEST)
            .mapToDouble(log2 -> at(loss, schedule, steps, peak(log2)).loss())
            .toArray();
    double best =
        LOWEST
            + IntStream.range(0, losses.length)
                .boxed()
                .min(Comparator.comparingDouble(i -> losses[i]))
                .orElseThrow();
    UnivariatePointValuePair found =
        new BrentOptimizer(TOLERANCE, TOLERANCE)
            .optimize(
                GoalType.MINIMIZE,
                new MaxEval(MOST_EVALUATIONS),
                new UnivariateObjectiveFunction(
                    log2 -> at(loss, schedule, steps, peak(log2)).loss()),
                new SearchInterval(best - 1, best + 1, best));
    return new BestPeak(schedule, steps, peak(found.getPoint()), found.getValue());
  }

  /**
   * Finds the best of some rates.
   *
   * @param peaks at least one
   */
  static BestPeak among(RateLoss loss, Schedule schedule, int steps, List<Double> peaks) {
    return peaks.stream()
        .map(peak -> at(loss, schedule, steps, peak))
        .min(Comparator.comparingDouble(BestPeak::loss))
        .orElseThrow();
  }

  private static BestPeak at(RateLoss loss, Schedule schedule, int steps, double peak) {
    return new BestPeak(schedule, steps, peak, loss.loss(rates(schedule, steps, peak)));
  }

  /** Returns the rate of each step. */
  public double[] rates() {
    return rates(schedule, steps, peak);
  }

  private static double peak(double log2) {
    return Math.pow(2, log2);
  }

  private static double[] rates(Schedule schedule, int steps, double peak) {
    return IntStream.range(0, steps).mapToDouble(t -> peak * schedule.factor(t, steps)).toArray();
  }
}
