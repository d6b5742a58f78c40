package org.retrograde.hypergrad.rule;

import java.util.Arrays;
import org.retrograde.reversible.word.Keyword;

/**
 * Searches each step's rate along its own minibatch: shrinks alpha until
 *
 * <pre>
 *   f(x - alpha D g) &lt;= f(x) - c alpha &lt;g, D g&gt;
 * </pre>
 *
 * <p>with D the usual rates, so that alpha itself is the rate where those are 1. With momentum, the
 * alpha of the gradient's line is the rate of the velocity. After 100 trials in vain the step has
 * 1e-6 and alpha stays shrunk; where |g| &lt; 1e-8 nothing is searched. Costs a loss a trial.
 *
 * @param start alpha before the first search, above 0
 * @param sufficient c, in (0, 1)
 * @param shrink what a rejected alpha is multiplied by, in (0, 1)
 * @param most the largest alpha, above 0
 * @param reset where a step's search begins
 * @param growth 2 of {@link Reset#GROW}, at least 1
 * @param epoch steps of an epoch, at least 1
 * @see <a href="https://arxiv.org/abs/1905.09997">Vaswani et al. (2019)</a>, Painless stochastic
 *     gradient, whose code has the options of resetting; and arXiv 2307.13831
 */
public record Armijo(
    double start,
    double sufficient,
    double shrink,
    double most,
    Reset reset,
    double growth,
    int epoch)
    implements RateRule {

  private static final int TRIALS = 100;
  private static final double GIVEN_UP = 1e-6;
  private static final double NO_GRADIENT = 1e-8;

  /** Where the search of a step begins. */
  public enum Reset implements Keyword {
    /** Where the one before ended. */
    KEEP("where the step before ended"),
    /** There, times growth^(1 / epoch): option 1 of the published code. */
    GROW("there, times growth^(1/epoch)"),
    /** At the start. */
    RESTART("at `start`"),
    /**
     * At the start in the first epoch, then at twice the mean of the epoch before: its option 4.
     */
    EPOCH_MEAN("at `start` in the first epoch, then at twice the mean of the epoch before");

    private final String meaning;

    Reset(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** Checks the ranges. */
  public Armijo {
    Ranges.above("start", start);
    Ranges.inside("sufficient", sufficient, 1);
    Ranges.inside("shrink", shrink, 1);
    Ranges.above("most", most);
    Ranges.notBelow("growth", growth, 1);
    Ranges.notBelow("epoch", epoch, 1);
  }

  /**
   * Makes the published one: from 1, c = .1, shrinking by .9, growing by 2 an epoch, at most 10.
   */
  public Armijo() {
    this(1, 0.1, 0.9, 10, Reset.GROW, 2, 1);
  }

  /** Returns the same rule for another number of steps of an epoch. */
  public Armijo withEpoch(int steps) {
    return new Armijo(start, sufficient, shrink, most, reset, growth, steps);
  }

  @Override
  public String word() {
    return "armijo";
  }

  @Override
  public String meaning() {
    return "shrinks a rate until the step's own minibatch has fallen enough along its gradient"
        + " (Armijo line search, Vaswani et al. 2019)";
  }

  @Override
  public Chooser begin(int groups) {
    return new Search();
  }

  private final class Search implements Chooser {

    private double alpha = start;
    private double epochSum;
    private double epochMean;

    @Override
    public double[] rates(StepView view) {
      alpha = Math.min(first(view.step()), most);
      double accepted = isFlat(view.gradient()) ? alpha : search(view);
      remember(view.step(), accepted);
      return Shared.ALL.times(new double[] {accepted}, view.usual());
    }

    private double first(int step) {
      return switch (reset) {
        case KEEP -> alpha;
        case GROW -> step == 0 ? alpha : alpha * Math.pow(growth, 1.0 / epoch);
        case RESTART -> start;
        case EPOCH_MEAN -> step < epoch ? start : 2 * epochMean;
      };
    }

    /** Shrinks alpha; returns what the step takes. */
    private double search(StepView view) {
      double fall = sufficient * squares(view.gradient(), view.usual());
      for (int trial = 0; trial < TRIALS; trial++) {
        if (view.lossAt(moved(view)) <= view.loss() - alpha * fall) {
          return alpha;
        }
        alpha *= shrink;
      }
      return GIVEN_UP;
    }

    private double[][] moved(StepView view) {
      double[][] point = new double[view.weights().length][];
      for (int g = 0; g < point.length; g++) {
        point[g] = view.weights()[g].clone();
        double rate = alpha * view.usual()[g];
        for (int i = 0; i < point[g].length; i++) {
          point[g][i] -= rate * view.gradient()[g][i];
        }
      }
      return point;
    }

    private void remember(int step, double accepted) {
      epochSum += accepted;
      if ((step + 1) % epoch == 0) {
        epochMean = epochSum / epoch;
        epochSum = 0;
      }
    }
  }

  private static boolean isFlat(double[][] gradient) {
    double[] ones = new double[gradient.length];
    Arrays.fill(ones, 1);
    return squares(gradient, ones) < NO_GRADIENT * NO_GRADIENT;
  }

  /** The sum of squares, each group's times its weight. */
  private static double squares(double[][] gradient, double[] weights) {
    double sum = 0;
    for (int g = 0; g < gradient.length; g++) {
      double own = 0;
      for (double x : gradient[g]) {
        own += x * x;
      }
      sum += weights[g] * own;
    }
    return sum;
  }
}
