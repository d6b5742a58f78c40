package org.retrograde.hypergrad.autolrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Curves through windows of losses. */
final class ForecastTest {

  private static final double AT = 10;

  private static LossWindow window(int size, DoubleUnaryOperator loss) {
    double[] at = IntStream.range(0, size).mapToDouble(i -> (double) i / size).toArray();
    return new LossWindow(at, Arrays.stream(at).map(loss).toArray());
  }

  private static LossWindow noisy(LossWindow window, double deviation) {
    RandomGenerator random = new Well19937c(7);
    return window.with(
        Arrays.stream(window.losses())
            .map(loss -> loss + deviation * random.nextGaussian())
            .toArray());
  }

  private static double error(LossWindow window, DoubleUnaryOperator truth) {
    return Math.sqrt(
        StatUtils.mean(
            IntStream.range(0, window.size())
                .mapToDouble(i -> Math.pow(window.loss(i) - truth.applyAsDouble(window.at(i)), 2))
                .toArray()));
  }

  @ParameterizedTest
  @CsvSource({"2, 3, .5", "1, .05, 0", "-1, 2, 3", ".1, 20, .2", ".3, .5, -1"})
  void theFitRecoversACurveOfItsKind(double a, double k, double c) {
    DoubleUnaryOperator truth = x -> a * Math.exp(-k * x) + c;
    ExponentialFit fit = ExponentialFit.of(window(25, truth));
    assertThat(fit.k()).isCloseTo(k, within(1e-4 * k));
    assertThat(fit.at(0)).isCloseTo(a + c, within(1e-6));
    assertThat(fit.at(AT)).isCloseTo(truth.applyAsDouble(AT), within(1e-4));
  }

  @Test
  void aLineIsItsLimitAndAPowerIsNoneOfItsKind() {
    assertThat(ExponentialFit.of(window(25, x -> 3 - 0.1 * x)).at(AT)).isCloseTo(2, within(1e-3));
    double power = ExponentialFit.of(window(25, x -> 1 / (1 + x))).at(AT);
    assertThat(power).isNotCloseTo(1 / (1 + AT), within(0.1));
  }

  @Test
  void theSplineLeavesAParabolaAsItIsAndTakesNoiseAway() {
    DoubleUnaryOperator parabola = x -> 1 - x + 0.7 * x * x;
    LossWindow clean = window(60, parabola);
    assertThat(clean.on(PenalizedSpline.of(clean)).losses())
        .containsExactly(clean.losses(), within(1e-9));
    assertThat(PenalizedSpline.of(clean).value(1.3)).isCloseTo(1 - 1.3 + 0.7 * 1.69, within(1e-8));

    DoubleUnaryOperator curve = x -> Math.exp(-5 * x);
    LossWindow seen = noisy(window(100, curve), 0.02);
    LossWindow smooth = seen.on(PenalizedSpline.of(seen));
    assertThat(error(smooth, curve)).isLessThan(0.4 * error(seen, curve));
  }

  @Test
  void theParabolaIsTheOneOfLeastSquares() {
    LossWindow seen = window(60, x -> Math.exp(-2 * x));
    LossWindow drawn = LossFilter.PARABOLA.filtered(seen, Watched.FINAL);
    double[] second = new double[57];
    for (int i = 0; i < second.length; i++) { // third differences of a parabola
      second[i] = drawn.loss(i + 3) - 3 * drawn.loss(i + 2) + 3 * drawn.loss(i + 1) - drawn.loss(i);
    }
    assertThat(second).containsExactly(new double[57], within(1e-12));
    assertThat(drawn.losses()).isNotEqualTo(seen.losses());
    assertThat(error(drawn, x -> Math.exp(-2 * x))).isLessThan(0.02);
    LossWindow spline = LossFilter.SPLINE.filtered(seen, Watched.FINAL);
    assertThat(error(spline, x -> Math.exp(-2 * x))).isLessThan(1e-4);
  }

  /** Spikes, some steps wide, such as a bad batch makes. */
  private static LossWindow withSpikes(LossWindow window, int from) {
    double[] losses = window.losses();
    for (int i : new int[] {from, from + 8, from + 9, from + 21}) {
      losses[i] += 3;
    }
    return window.with(losses);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void theFilterRemovesEarlyOutliersAndLeavesLateOnes(LossFilter filter) {
    DoubleUnaryOperator truth = x -> Math.exp(-2 * x) + 0.5;
    LossWindow clean = noisy(window(100, truth), 0.005);
    double expected = ExponentialFit.of(filter.filtered(clean, Watched.TRAINING)).at(AT);
    LossWindow early = withSpikes(clean, 25);
    LossWindow filtered = filter.filtered(early, Watched.TRAINING);
    assertThat(filtered.size()).isEqualTo(100);
    assertThat(ExponentialFit.of(filtered).at(AT)).isCloseTo(expected, within(0.05));
    LossWindow asSeen = LossFilter.NONE.filtered(early, Watched.TRAINING);
    assertThat(asSeen.losses()).isEqualTo(early.losses());
    assertThat(ExponentialFit.of(asSeen).at(AT)).isNotCloseTo(expected, within(1.0));

    LossWindow late = withSpikes(clean, 70);
    assertThat(error(filter.filtered(late, Watched.TRAINING), truth)).isGreaterThan(0.05);
    assertThat(error(filtered, truth)).isLessThan(0.05);
  }

  @Test
  void aFewLossesAreLeftAsTheyAre() {
    LossWindow few = noisy(window(7, x -> Math.exp(-x)), 0.1);
    assertThat(LossFilter.PARABOLA.filtered(few, Watched.TRAINING).losses())
        .isEqualTo(few.losses());
    LossWindow more = noisy(window(8, x -> Math.exp(-x)), 0.1);
    assertThat(LossFilter.PARABOLA.filtered(more, Watched.TRAINING).losses())
        .isNotEqualTo(more.losses());
  }

  @Test
  void aFinalLossThatIsBackWhereTrainingBeganIsForecastAsItIs() {
    LossWindow seen = window(16, x -> 2 - x);
    assertThat(Watched.FINAL.forecast(seen, seen, 2, 5)).isCloseTo(0, within(1e-3));
    assertThat(Watched.FINAL.forecast(seen, seen, 2, 1.5)).isEqualTo(seen.loss(15));
    assertThat(Watched.TRAINING.forecast(seen, seen, 2, 1.5)).isCloseTo(0, within(1e-3));
  }
}
