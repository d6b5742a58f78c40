package org.retrograde.experiments.autolrs;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How good the forecasts of a stage were, and its choice.
 *
 * @param rank correlation of ranks of forecasts and true losses
 * @param excess true loss of the rate chosen over the least of those tried
 * @param signs part of the rates at which the derivative of the forecasts by the logarithm of the
 *     rate has the sign of the exact one
 * @param errors of forecasts, as parts of the true losses; irreducible ones count
 */
record StageFigures(double rank, double excess, double signs, List<Double> errors) {

  /** Copies the list. */
  StageFigures {
    errors = List.copyOf(errors);
  }

  /**
   * Works them out.
   *
   * @param irreducible loss that forecasts have, and true losses have not
   */
  static StageFigures of(StagedScore.Scored scored, double irreducible) {
    int[] byRate =
        IntStream.range(0, scored.truths().size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scored.stage().probes().get(i).factor()))
            .mapToInt(i -> i)
            .toArray();
    double[] logs = new double[byRate.length];
    double[] forecasts = new double[byRate.length];
    double[] truths = new double[byRate.length];
    double[] exact = new double[byRate.length];
    for (int i = 0; i < byRate.length; i++) {
      logs[i] = Math.log(scored.stage().probes().get(byRate[i]).factor());
      forecasts[i] = scored.stage().probes().get(byRate[i]).forecast();
      truths[i] = scored.truths().get(byRate[i]) + irreducible;
      exact[i] = scored.slopes().get(byRate[i]);
    }
    double[] slopes = slopes(logs, forecasts);
    double least = scored.truths().stream().mapToDouble(truth -> truth).min().orElseThrow();
    return new StageFigures(
        new SpearmansCorrelation().correlation(forecasts, truths),
        scored.truths().get(scored.stage().chosen()) / least,
        IntStream.range(0, byRate.length)
            .mapToDouble(i -> Math.signum(slopes[i]) == Math.signum(exact[i]) ? 1 : 0)
            .average()
            .orElseThrow(),
        IntStream.range(0, byRate.length)
            .mapToObj(i -> Math.abs(forecasts[i] - truths[i]) / truths[i])
            .toList());
  }

  /**
   * Returns the derivative of values at rising places: of the parabola through a point and its
   * neighbours, at the ends of the line to the neighbour.
   */
  static double[] slopes(double[] at, double[] values) {
    int n = at.length;
    double[] steps = new double[n - 1];
    for (int i = 0; i < n - 1; i++) {
      steps[i] = (values[i + 1] - values[i]) / (at[i + 1] - at[i]);
    }
    double[] slopes = new double[n];
    slopes[0] = steps[0];
    slopes[n - 1] = steps[n - 2];
    for (int i = 1; i < n - 1; i++) {
      double left = at[i] - at[i - 1];
      double right = at[i + 1] - at[i];
      slopes[i] = (right * steps[i - 1] + left * steps[i]) / (left + right);
    }
    return slopes;
  }
}
