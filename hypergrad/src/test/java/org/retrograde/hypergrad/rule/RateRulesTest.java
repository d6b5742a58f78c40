package org.retrograde.hypergrad.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Each rule against its formula, on gradients that are given. */
final class RateRulesTest {

  private static final double K = 0.02;

  /** A step whose numbers are given. */
  private static final class Given implements StepView {

    private final int step;
    private final int steps;
    private final double[] usual;
    private final double[][] weights;
    private final double[][] gradient;
    private final ToDoubleFunction<double[][]> losses;
    private final UnaryOperator<double[][]> gradients;

    Given(
        int step,
        int steps,
        double[] usual,
        double[][] weights,
        double[][] gradient,
        ToDoubleFunction<double[][]> losses,
        UnaryOperator<double[][]> gradients) {
      this.step = step;
      this.steps = steps;
      this.usual = usual;
      this.weights = weights;
      this.gradient = gradient;
      this.losses = losses;
      this.gradients = gradients;
    }

    @Override
    public int step() {
      return step;
    }

    @Override
    public int steps() {
      return steps;
    }

    @Override
    public double[][] weights() {
      return weights;
    }

    @Override
    public double[][] gradient() {
      return gradient;
    }

    @Override
    public double[] usual() {
      return usual.clone();
    }

    @Override
    public double loss() {
      return losses.applyAsDouble(weights);
    }

    @Override
    public double lossAt(double[][] point) {
      return losses.applyAsDouble(point);
    }

    @Override
    public double[][] gradientAt(int batch, double[][] point) {
      return gradients.apply(point);
    }
  }

  private static double[][] one(double... values) {
    return new double[][] {values};
  }

  private static Given gradient(int step, double[][] gradient) {
    double[] usual = new double[gradient.length];
    Arrays.fill(usual, 0.5);
    return new Given(step, 100, usual, gradient, gradient, point -> 0, point -> point);
  }

  /** Logarithms of the factors of the usual rate, in units of kappa. */
  private static List<Double> logs(RateRule rule, double[][]... gradients) {
    RateRule.Chooser chooser = rule.begin(gradients[0].length);
    List<Double> logs = new ArrayList<>();
    for (int t = 0; t < gradients.length; t++) {
      double rate = chooser.rates(gradient(t, gradients[t]))[0];
      logs.add(Math.round(1e9 * Math.log(rate / 0.5) / K) / 1e9);
    }
    return logs;
  }

  private static final double[][][] TURNING = {
    one(1, 0), one(2, 0), one(-1, 0), one(-3, 4), one(0, 0)
  };

  @Test
  void signsMoveLogRatesByKappaAndANullGradientByNothing() {
    assertThat(logs(new DeltaBarDelta(), TURNING)).containsExactly(0.0, 1.0, 0.0, 1.0, 1.0);
  }

  @Test
  void cosinesMoveThemByTheirSize() {
    assertThat(logs(new HypergradientDescent(), TURNING)).containsExactly(0.0, 1.0, 0.0, 0.6, 0.6);
  }

  @Test
  void regretTakesTheContradictedMoveBackOnTopOfTheNewOneOrInsteadOfIt() {
    RateRule regret = new RdbdLike();
    assertThat(logs(regret, TURNING)).containsExactly(0.0, 1.0, -1.0, 0.6, 0.6);
    RateRule undo = new RdbdLike(K, true, 10, Shared.ALL);
    assertThat(logs(undo, TURNING)).containsExactly(0.0, 1.0, 0.0, 1.0, 1.0);
  }

  @Test
  void jacobsAddsGoingUpAndMultipliesGoingDown() {
    RateRule jacobs = new DeltaBarDelta(DeltaBarDelta.Form.JACOBS, K, 0.5, 0, 10, Shared.ALL);
    RateRule.Chooser chooser = jacobs.begin(1);
    double[] expected = {0.5, 0.51, 0.255, 0.265, 0.265};
    for (int t = 0; t < expected.length; t++) {
      assertThat(chooser.rates(gradient(t, TURNING[t]))[0]).isCloseTo(expected[t], within(1e-12));
    }
  }

  @Test
  void memoryComparesWithTheMeanOfEarlierGradients() {
    RateRule slow = new DeltaBarDelta(DeltaBarDelta.Form.SIGN, K, 0.5, 0.9, 10, Shared.ALL);
    assertThat(logs(slow, one(10), one(-1), one(1))).containsExactly(0.0, -1.0, 0.0);
    assertThat(logs(new DeltaBarDelta(), one(10), one(-1), one(1)))
        .containsExactly(0.0, -1.0, -2.0);
  }

  @Test
  void noFactorPassesTheLargest() {
    RateRule bounded = new HypergradientDescent(K, Math.exp(1.5 * K), Shared.ALL);
    assertThat(logs(bounded, one(1), one(1), one(1), one(-1))).containsExactly(0.0, 1.0, 1.5, 0.5);
  }

  @Test
  void groupsMayHaveRatesOfTheirOwn() {
    RateRule.Chooser chooser =
        new DeltaBarDelta(DeltaBarDelta.Form.SIGN, K, 0.5, 0, 10, Shared.GROUP).begin(2);
    chooser.rates(gradient(0, new double[][] {{1}, {1}}));
    double[] rates = chooser.rates(gradient(1, new double[][] {{1}, {-1}}));
    assertThat(rates[0]).isEqualTo(0.5 * Math.exp(K));
    assertThat(rates[1]).isEqualTo(0.5 * Math.exp(-K));
  }

  /** f = L x^2 / 2 from x = 1, whose decrease is enough up to alpha = 2 (1 - c) / L. */
  private static Given bowl(int step, double curvature, double usual) {
    return new Given(
        step,
        100,
        new double[] {usual},
        one(1),
        one(curvature),
        point -> curvature * point[0][0] * point[0][0] / 2,
        point -> one(curvature * point[0][0]));
  }

  @Test
  void armijoTakesTheFirstRateThatDescendsEnough() {
    double limit = 2 * 0.9 / 3;
    double expected = 1;
    while (expected > limit) {
      expected *= 0.9;
    }
    RateRule.Chooser chooser = new Armijo().begin(1);
    assertThat(chooser.rates(bowl(0, 3, 1))[0]).isEqualTo(expected);
    double grown = 2 * expected;
    while (grown > limit) {
      grown *= 0.9;
    }
    assertThat(chooser.rates(bowl(1, 3, 1))[0]).isEqualTo(grown);
    assertThat(new Armijo().begin(1).rates(bowl(0, 3, 0.25))[0]).isEqualTo(0.25); // 1 of it will do
  }

  @Test
  void armijoBeginsWhereItsResetSays() {
    assertThat(twice(Armijo.Reset.KEEP)).isEqualTo(first());
    assertThat(twice(Armijo.Reset.RESTART)).isEqualTo(first());
    RateRule.Chooser mean = new Armijo(1, 0.1, 0.9, 10, Armijo.Reset.EPOCH_MEAN, 2, 1).begin(1);
    mean.rates(bowl(0, 3, 1));
    assertThat(mean.rates(bowl(1, 0.1, 1))[0]).isEqualTo(2 * first());
    RateRule.Chooser bounded = new Armijo(1, 0.1, 0.9, 0.7, Armijo.Reset.GROW, 2, 1).begin(1);
    assertThat(bounded.rates(bowl(0, 0.1, 1))[0]).isEqualTo(0.7);
    assertThat(bounded.rates(bowl(1, 0.1, 1))[0]).isEqualTo(0.7);
    RateRule.Chooser slow = new Armijo().withEpoch(4).begin(1);
    slow.rates(bowl(0, 3, 1));
    assertThat(slow.rates(bowl(1, 0.1, 1))[0]).isEqualTo(first() * Math.pow(2, 0.25));
  }

  private static double first() {
    return new Armijo().begin(1).rates(bowl(0, 3, 1))[0];
  }

  private static double twice(Armijo.Reset reset) {
    RateRule.Chooser chooser = new Armijo(1, 0.1, 0.9, 10, reset, 2, 1).begin(1);
    chooser.rates(bowl(0, 3, 1));
    return chooser.rates(bowl(1, 3, 1))[0];
  }

  @Test
  void armijoGivesUpAfter100TrialsAndStandsStillWithoutAGradient() {
    Given rising =
        new Given(
            0, 1, new double[] {1}, one(0), one(1), point -> Math.abs(point[0][0]), point -> point);
    RateRule.Chooser chooser = new Armijo().begin(1);
    assertThat(chooser.rates(rising)[0]).isEqualTo(1e-6);
    assertThat(chooser.rates(bowl(1, 1e-9, 1))[0]).isCloseTo(2 * Math.pow(0.9, 100), within(1e-12));
  }

  /** Samples of N(1, 1) at the start, then those of the steps. */
  private static double[] samples(int count) {
    RandomGenerator random = new Well19937c(5);
    return IntStream.range(0, count).mapToDouble(i -> 1 + random.nextGaussian()).toArray();
  }

  /** The published lines, of one parameter of known curvature. */
  private static List<Double> published(double[] samples, int steps, double caution, boolean slow) {
    double gbar = 0;
    double vbar = 0;
    for (int i = 0; i < 10; i++) {
      gbar += samples[i] / 10;
      vbar += caution * (samples[i] * samples[i] + 1e-9) / 10;
    }
    double tau = 2;
    List<Double> rates = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      double g = samples[10 + t];
      if (slow && (g - gbar) * (g - gbar) > vbar - gbar * gbar) {
        tau += 1;
      }
      double f = 1 / tau;
      gbar = (1 - f) * gbar + f * g;
      vbar = (1 - f) * vbar + f * g * g + 1e-9;
      double part = gbar * gbar / vbar;
      tau = (1 - part) * tau + 1;
      rates.add(part / 2);
    }
    return rates;
  }

  private static List<Double> ours(double[] samples, int steps, Vsgd rule) {
    RateRule.Chooser chooser = rule.begin(1);
    List<Double> rates = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      double noise = samples[10 + t];
      int[] asked = {0};
      rates.add(
          chooser
              .rates(
                  new Given(
                      t,
                      1000,
                      new double[] {1},
                      one(0),
                      one(noise),
                      point -> 0,
                      point ->
                          one(point[0][0] == 0 ? samples[asked[0]++] : noise + 2 * point[0][0])))[
              0]);
    }
    return rates;
  }

  @Test
  void vsgdIsThePublishedRecursion() {
    double[] samples = samples(60);
    List<List<Double>> both = new ArrayList<>();
    for (boolean slow : List.of(true, false)) {
      List<Double> expected = published(samples, 50, 3, slow);
      List<Double> found = ours(samples, 50, new Vsgd(Shared.GROUP, 10, 3, slow, 2));
      for (int t = 0; t < 50; t++) {
        assertThat(found.get(t)).isCloseTo(expected.get(t), withinPercentage(1e-6));
      }
      both.add(found);
    }
    assertThat(both.get(0).get(49)).isLessThan(both.get(1).get(49));
  }

  @Test
  void aRateForManyIsThatOfTheirSumsOverTheLargestCurvature() {
    double[] usual = {1, 1};
    double[][] gradient = {{1, 2}, {3}};
    RateRule.Chooser all = new Vsgd(Shared.ALL, 2, 1, false, 0).begin(2);
    Given view =
        new Given(
            0,
            10,
            usual,
            new double[][] {{0, 0}, {0}},
            gradient,
            point -> 0,
            point -> new double[][] {{1 + point[0][0], 2 + point[0][1]}, {3 + 4 * point[1][0]}});
    assertThat(all.rates(view)).containsExactly(new double[] {0.25, 0.25}, within(1e-7));
    RateRule.Chooser each = new Vsgd(Shared.GROUP, 2, 1, false, 0).begin(2);
    assertThat(each.rates(view)).containsExactly(new double[] {1, 0.25}, within(1e-7));
  }

  /** 3 and 1 have a norm of sqrt(10) and a deviation of sqrt(2); zeros wait for their turn. */
  @Test
  void saiKeepsTheRatioOfTheFirstGradientThatIsNotZero() {
    RateRule.Chooser chooser = new Sai().begin(3);
    double[] first = chooser.rates(gradient(0, new double[][] {{3, 1}, {0, 0}, {5}}));
    assertThat(first).containsExactly(new double[] {0.5 * Math.sqrt(5), 0.5, 0.5}, within(1e-7));
    double[] second = chooser.rates(gradient(1, new double[][] {{1, -1}, {-1, 1}, {7}}));
    assertThat(second).containsExactly(new double[] {0.5 * Math.sqrt(5), 0.5, 0.5}, within(1e-7));
    double[] third = chooser.rates(gradient(2, new double[][] {{1, -1}, {9, 1}, {7}}));
    assertThat(third).isEqualTo(second);
    assertThat(new Sai(3, true).begin(1).rates(gradient(0, one(3, 1))))
        .containsExactly(new double[] {1.5 * Math.sqrt(5)}, within(1e-7));
  }

  @Test
  void saiRefusesAGroupThatItWouldNeverTrain() {
    RateRule.Chooser chooser = new Sai(1, false).begin(2);
    assertThatThrownBy(() -> chooser.rates(gradient(0, new double[][] {{1, 2}, {0, 0}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the first gradient of parameter group 2 of 2 is 0");
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new RdbdLike(0, false, 1, Shared.ALL))
        .hasMessage("kappa must be above 0 and finite, got 0.0");
    assertThatThrownBy(() -> new Armijo(1, 1, 0.9, 1, Armijo.Reset.KEEP, 2, 1))
        .hasMessageContaining("sufficient must be above 0 and below 1.0, got 1.0");
    assertThatThrownBy(() -> new DeltaBarDelta(DeltaBarDelta.Form.SIGN, 1, 0.5, 1, 1, Shared.ALL))
        .hasMessageContaining("memory");
    assertThatThrownBy(() -> new Vsgd(Shared.ALL, 1, 1, true, 0))
        .hasMessageContaining("samples must be at least 2.0, got 1.0");
  }
}
