package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.exact.SpillSpace;

/** What SGD-SaI makes of a first gradient. */
final class SgdSaiTest {

  private static final int LENGTH = 5;
  private static final int STEPS = 6;
  private static final double RATE = 1.0 / 64;
  private static final double DECAY = 0.5;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  private static CoefficientTable table(int steps) {
    return new CoefficientTable(steps, 1)
        .fill(Coefficient.LEARNING_RATE, RATE)
        .fill(Coefficient.MOMENTUM, 0.75)
        .fill(Coefficient.WEIGHT_DECAY, DECAY);
  }

  @Test
  void theRatioIsTheNormOverTheDeviation() {
    SignalToNoise noise = SignalToNoise.of(new double[] {1, 2, 3, 4});
    assertThat(noise.ratio()).isCloseTo(Math.sqrt(30 / (5.0 / 3)), within(1e-7));
    assertThat(SignalToNoise.of(new double[] {-7}).ratio()).isEqualTo(1);
    assertThat(SignalToNoise.of(new double[] {.1, .1, .1}).ratio()).isEqualTo(1);
    assertThat(SignalToNoise.of(new double[3]).ratio()).isZero();
    assertThat(SignalToNoise.of(new double[] {1, Double.NaN}).ratio()).isNaN();
  }

  @Test
  void theRatioIsDifferentiated() {
    double[] gradient = new Samples(1).gaussians(LENGTH);
    SignalToNoise noise = SignalToNoise.of(gradient);
    for (int i = 0; i < LENGTH; i++) {
      double h = 1e-5;
      double slope = (ratio(gradient, i, h) - ratio(gradient, i, -h)) / (2 * h);
      double derivative = noise.alongGradient() * gradient[i] + noise.constant();
      assertThat(derivative).isCloseTo(slope, within(1e-8));
      assertThat(Math.abs(derivative)).isGreaterThan(1e-3);
    }
  }

  private static double ratio(double[] gradient, int i, double by) {
    double[] moved = gradient.clone();
    moved[i] += by;
    return SignalToNoise.of(moved).ratio();
  }

  /** With one gradient at all steps the velocity is that gradient from the first on. */
  @Test
  void withOneGradientEveryStepIsThatTimesRateAndRatio() {
    double[] gradient = {1, -1, 2, 0.5, -3};
    Engine engine = new Engine(device, new SgdSai(), table(STEPS), new double[LENGTH]);
    for (int t = 0; t < STEPS; t++) {
      engine.step(t, gradient);
    }
    double c = 1 - RATE * DECAY;
    double sum = (1 - Math.pow(c, STEPS)) / (1 - c);
    double ratio = SignalToNoise.of(gradient).ratio();
    double[] expected = Arrays.stream(gradient).map(g -> -RATE * ratio * g * sum).toArray();
    assertThat(engine.x()).containsExactly(expected, within(1e-9));
  }

  /** A group sleeps through the first {@code asleep} steps, and is undone into its sleep. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, STEPS})
  void aGroupBeginsAtItsFirstGradientThatIsNotZero(int asleep) {
    CoefficientTable table = table(STEPS);
    double[] start = new Samples(2).gaussians(LENGTH);
    Engine engine = new Engine(device, new SgdSai(), table, start);
    engine.state.keep(SpillSpace.inMemory());
    PlainRule plain = new SgdSai().plain();
    double[] x = start.clone();
    double[][] moments = new double[1][LENGTH];
    Deque<List<long[]>> bits = new ArrayDeque<>();
    Deque<double[]> gradients = new ArrayDeque<>();
    for (int t = 0; t < STEPS; t++) {
      bits.push(engine.bits());
      gradients.push(t < asleep ? new double[LENGTH] : Waves.gradient(engine.x()));
      engine.step(t, gradients.element());
      double[] gradient = t < asleep ? new double[LENGTH] : Waves.gradient(x);
      plain.step(new PlainRule.At(table, t, 0), x, moments, gradient);
      assertThat(engine.x()).containsExactly(x, within(1e-8));
    }
    assertThat(engine.state.wokenAt()).isEqualTo(asleep < STEPS ? asleep : GroupState.ASLEEP);
    for (int t = STEPS - 1; t >= 0; t--) {
      engine.undo(t, gradients.pop());
      assertThat(engine.bits()).usingRecursiveComparison().isEqualTo(bits.pop());
    }
    assertThat(engine.state.buffer().isEmpty()).isTrue();
    assertThat(engine.state.wokenAt()).isEqualTo(GroupState.ASLEEP);
  }

  /** The start decides the ratio too: without that part the derivative is another one. */
  @Test
  void theDerivativeByTheStartGoesThroughTheRatio() {
    double[] start = new Samples(3).gaussians(LENGTH);
    double[] form = new Samples(4).gaussians(LENGTH);
    double[] adjoint = adjoint(start, form);
    PlainRule known = new SgdSai().plain();
    value(known, start, form);
    double largestPart = 0;
    for (int i = 0; i < LENGTH; i++) {
      double whole = difference(start, form, i, null);
      assertThat(adjoint[i]).isCloseTo(whole, within(1e-7));
      largestPart = Math.max(largestPart, Math.abs(difference(start, form, i, known) - whole));
    }
    assertThat(largestPart).isGreaterThan(1e-2);
  }

  private static double difference(
      double[] start, double[] form, int i, @Nullable PlainRule known) {
    double h = 1e-5;
    double[] sums = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = start.clone();
      moved[i] += side == 0 ? h : -h;
      sums[side] = value(known == null ? new SgdSai().plain() : known, moved, form);
    }
    return (sums[0] - sums[1]) / (2 * h);
  }

  private static double value(PlainRule rule, double[] start, double[] form) {
    CoefficientTable table = table(STEPS);
    double[] x = start.clone();
    double[][] moments = new double[1][LENGTH];
    for (int t = 0; t < STEPS; t++) {
      rule.step(new PlainRule.At(table, t, 0), x, moments, Waves.gradient(x));
    }
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += form[i] * x[i];
    }
    return sum;
  }

  private double[] adjoint(double[] start, double[] form) {
    Engine engine = new Engine(device, new SgdSai(), table(STEPS), start);
    engine.state.keep(SpillSpace.inMemory());
    for (int t = 0; t < STEPS; t++) {
      engine.step(t, Waves.gradient(engine.x()));
    }
    GroupAdjoint adjoint = new GroupAdjoint(device, 1, LENGTH, 1, new CoefficientTable(STEPS, 1));
    adjoint.position().assign(form);
    Tensor weights = device.tensor(1, LENGTH);
    for (int t = STEPS - 1; t >= 0; t--) {
      Slot at = new Slot(t, 0);
      engine.reversible().undoPosition(at, engine.state, weights);
      double[] x = engine.x();
      Tensor gradient = engine.tensor(Waves.gradient(x));
      engine.rule().pullBackPosition(at, engine.state, adjoint, gradient);
      engine.reversible().undoMoments(at, engine.state, gradient);
      engine.rule().pullBackMoments(at, engine.state, adjoint, gradient);
      adjoint.settle();
      double[] u = adjoint.gradient().toArray();
      adjoint.position().addScaled(1, engine.tensor(Waves.hessianTimes(x, u)));
    }
    return adjoint.position().toArray();
  }

  @Test
  void aStepKeepsWhatItsTwoDecaysLose() {
    int steps = 1000;
    Samples samples = new Samples(5);
    Engine engine = new Engine(device, new SgdSai(), table(steps), samples.gaussians(LENGTH));
    engine.state.keep(SpillSpace.inMemory());
    for (int t = 0; t < steps; t++) {
      engine.step(t, samples.gaussians(LENGTH));
    }
    MemoryBits bits = engine.state.buffer().memory();
    double limit =
        Ratio.of(0.75).discardedBits() + AdamW.positionDecay(RATE, DECAY).discardedBits();
    assertThat(bits.entropyLimit() / LENGTH).isCloseTo(steps * limit, within(1e-6));
    assertThat(bits.accounted() / bits.entropyLimit()).isBetween(1.0, 1.01);
  }
}
