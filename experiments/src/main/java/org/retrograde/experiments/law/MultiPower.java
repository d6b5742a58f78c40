package org.retrograde.experiments.law;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The multi-power law: after n steps,
 *
 * <pre>
 *   L = L0 + A S_0^-alpha - B sum_k (eta_{k-1} - eta_k) G(eta_k^-gamma S_k)
 *   G(x) = 1 - (1 + C x)^-beta,   S_k = eta_k + ... + eta_{n-1}
 * </pre>
 *
 * <p>over the steps k after warm-up and before n: a power of the sum of rates, less what each fall
 * of the rate has won since. This is the clean form, see {@link Decrements}.
 *
 * <p>Its derivative with respect to the rates has a term at every step, also where the rate does
 * not move: a fall there would win something. That with respect to the first rate is not that of a
 * higher peak, since it makes a fall without a training that has come down it; derivatives are to
 * be compared with the peak held fixed, as {@link Falls} does.
 *
 * <p>Costs n powers a loss, and as many for all derivatives.
 *
 * @param limit L0, above 0
 * @param scale A, above 0
 * @param alpha above 0
 * @param gain B, above 0
 * @param speed C, above 0
 * @param beta above 0
 * @param gamma above 0; fits go near 0
 * @see <a href="https://arxiv.org/abs/2503.12811">Luo et al. (2025)</a>, A Multi-Power Law for Loss
 *     Curve Prediction Across Learning Rate Schedules
 */
record MultiPower(
    double limit, double scale, double alpha, double gain, double speed, double beta, double gamma)
    implements LossLaw {

  /** What users call it. */
  static final String WORD = "multi-power";

  static final int SIZE = 7;

  private static final List<String> NAMES = List.of("L0", "A", "alpha", "B", "C", "beta", "gamma");

  /** Checks the ranges. */
  public MultiPower {
    double[] all = {limit, scale, alpha, gain, speed, beta, gamma};
    if (!Arrays.stream(all).allMatch(x -> x > 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "numbers of a multi-power law are above 0, got " + Arrays.toString(all));
    }
  }

  /** Makes the law of numbers in the order of {@link #names}. */
  static MultiPower of(List<Double> numbers) {
    if (numbers.size() != SIZE) {
      throw new IllegalArgumentException(
          "a multi-power law has %d numbers, got %d".formatted(SIZE, numbers.size()));
    }
    double[] x = numbers.stream().mapToDouble(number -> number).toArray();
    return new MultiPower(x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public List<Double> numbers() {
    return List.of(limit, scale, alpha, gain, speed, beta, gamma);
  }

  @Override
  public double loss(double[] rates, int steps) {
    return loss(Decrements.of(rates), steps);
  }

  double loss(Decrements rates, int steps) {
    double won = 0;
    for (int k = rates.first(); k < steps; k++) {
      if (rates.fall(k) != 0) {
        won += rates.fall(k) * new Won(rates, k, steps).part();
      }
    }
    return limit + scale * Math.pow(rates.sum(0, steps), -alpha) - gain * won;
  }

  @Override
  public double[] gradient(double[] rates) {
    int steps = rates.length;
    Decrements at = Decrements.of(rates);
    double[] gradient = new double[steps];
    Arrays.fill(gradient, -alpha * scale * Math.pow(at.sum(0, steps), -alpha - 1));
    double since = 0;
    for (int k = at.first(); k < steps; k++) {
      Won won = new Won(at, k, steps);
      gradient[k - 1] -= gain * won.part();
      gradient[k] += gain * won.part();
      since += at.fall(k) * won.slope() * won.factor();
      gradient[k] -= gain * since;
      if (!at.isFloored(k)) {
        gradient[k] += gain * at.fall(k) * won.slope() * gamma * won.argument() / at.rate(k);
      }
    }
    return gradient;
  }

  /** The coordinates are the logarithms of the numbers. */
  @Override
  public double[] byCoordinates(double[] rates, int steps) {
    return at(Decrements.of(rates), steps).byCoordinates();
  }

  /** The loss after some steps, and how it depends on the coordinates. */
  static final class At {

    private final double loss;
    private final double[] byCoordinates;

    private At(double loss, double[] byCoordinates) {
      this.loss = loss;
      this.byCoordinates = byCoordinates;
    }

    /** Returns the loss, which is not above 0 where the numbers make no sense. */
    double loss() {
      return loss;
    }

    /** Returns the derivative of its logarithm. Not to be modified. */
    double[] byCoordinates() {
      return byCoordinates;
    }
  }

  At at(Decrements rates, int steps) {
    double sum = rates.sum(0, steps);
    double power = scale * Math.pow(sum, -alpha);
    double won = 0;
    double bySpeed = 0;
    double byBeta = 0;
    double byGamma = 0;
    for (int k = rates.first(); k < steps; k++) {
      double fall = rates.fall(k);
      if (fall != 0) {
        Won at = new Won(rates, k, steps);
        double slope = fall * at.slope() * at.argument();
        won += fall * at.part();
        bySpeed += slope;
        byBeta += fall * at.byBeta();
        byGamma -= rates.logRate(k) * slope;
      }
    }
    double loss = limit + power - gain * won;
    double[] by = {
      limit,
      power,
      -alpha * Math.log(sum) * power,
      -gain * won,
      -gain * bySpeed,
      -gain * beta * byBeta,
      -gain * gamma * byGamma
    };
    return new At(loss, IntStream.range(0, SIZE).mapToDouble(i -> by[i] / loss).toArray());
  }

  /** What the fall at step k has won by some step, as a part of the most it can win. */
  private final class Won {

    private final double factor;
    private final double argument;
    private final double log;
    private final double left;

    Won(Decrements rates, int k, int steps) {
      factor = speed * Math.exp(-gamma * rates.logRate(k));
      argument = factor * rates.sum(k, steps);
      log = Math.log1p(argument);
      left = Math.exp(-beta * log);
    }

    /** G. */
    double part() {
      return 1 - left;
    }

    /** C eta_k^-gamma, by which the argument grows with S_k. */
    double factor() {
      return factor;
    }

    /** C x. */
    double argument() {
      return argument;
    }

    /** dG / d(C x). */
    double slope() {
      return beta * left / (1 + argument);
    }

    /** dG / d beta. */
    double byBeta() {
      return left * log;
    }
  }
}
