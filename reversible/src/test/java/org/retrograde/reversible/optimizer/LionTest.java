package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.exact.SpillSpace;

/** What the signs of Lion come to, and what it costs to keep them. */
final class LionTest {

  private static final int STEPS = 1000;
  private static final double RATE = 0x1p-10;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  private static CoefficientTable table(double decay) {
    return new CoefficientTable(STEPS, 1)
        .fill(Coefficient.LEARNING_RATE, RATE)
        .fill(Coefficient.BETA1, 0.9)
        .fill(Coefficient.BETA2, 0.99)
        .fill(Coefficient.WEIGHT_DECAY, decay);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  @Test
  void aStepGoesByTheRateWhateverTheSizeOfTheGradient() {
    Engine engine = new Engine(device, new Lion(), table(0), new double[] {1, 1, 1, 1});
    for (int t = 0; t < STEPS; t++) {
      engine.step(t, new double[] {1e3, -1e-9, 0, 1e-3});
    }
    double path = STEPS * RATE;
    assertThat(engine.x()).containsExactly(1 - path, 1 + path, 1, 1 - path);
  }

  @Test
  void digitsOfDecaysHaveNoSign() {
    double decay = 1;
    Engine engine = new Engine(device, new Lion(), table(decay), new double[] {1, 1});
    for (int t = 0; t < STEPS; t++) {
      engine.step(t, new double[] {1, 0});
    }
    double c = AdamW.positionDecay(RATE, decay).value();
    assertThat(engine.x()[1]).isCloseTo(Math.pow(c, STEPS), within(1e-9));
    assertThat(engine.state.moments().get(0).lanes().toArray()[1]).isPositive();
  }

  @Test
  void decayAndSignsBalanceWhereTheyMeet() {
    double decay = 4;
    Engine engine = new Engine(device, new Lion(), table(decay), new double[] {2, -2});
    double[] start = {2, -2};
    for (int t = 0; t < STEPS; t++) {
      engine.step(t, new double[] {-1, 1});
    }
    double c = AdamW.positionDecay(RATE, decay).value();
    double rest = RATE / (1 - c); // x = c x + eta
    for (int i = 0; i < start.length; i++) {
      double sign = Math.signum(start[i]);
      double expected = sign * rest + (start[i] - sign * rest) * Math.pow(c, STEPS);
      assertThat(engine.x()[i]).isCloseTo(expected, within(1e-8));
    }
  }

  @Test
  void aStepKeepsOneOfThreeDigitsAndWhatItsDecaysLose() {
    double decay = 1;
    CoefficientTable table = table(decay);
    Samples samples = new Samples(1);
    Engine engine = new Engine(device, new Lion(), table, samples.gaussians(8));
    engine.state.keep(SpillSpace.inMemory());
    Deque<double[]> gradients = new ArrayDeque<>();
    for (int t = 0; t < STEPS; t++) {
      gradients.push(samples.gaussians(8));
      engine.step(t, gradients.element());
    }
    MemoryBits bits = engine.state.buffer().memory();
    double growth = engine.state.coarsenings().stream().mapToInt(c -> c.bits()).sum();
    double limit =
        log2(3) + Ratio.of(0.99).discardedBits() + AdamW.positionDecay(RATE, decay).discardedBits();
    assertThat(bits.entropyLimit() / 8).isCloseTo(STEPS * limit + growth, within(0.1));
    assertThat(bits.accounted() / bits.entropyLimit()).isBetween(1.0, 1.001);
    assertThat(log2(3) + Ratio.of(0.99).discardedBits()).isCloseTo(1.6, within(1e-3));
    for (int t = STEPS - 1; t >= 0; t--) {
      engine.undo(t, gradients.pop());
    }
    assertThat(engine.state.buffer().isEmpty()).isTrue();
  }

  @Test
  void thirdsOfAllSignsBeforeNeverHideTheLastOne() {
    Engine engine = new Engine(device, new Lion(), table(0), new double[] {0, 0});
    double[] x = engine.x();
    for (int t = 0; t < STEPS; t++) {
      double[] sign = {t % 100 < 99 ? -1 : 0, t % 100 < 99 ? 1 : -1};
      // A gradient that turns the mean around, or cancels it.
      double[] mean = engine.moments()[0];
      engine.step(t, new double[] {sign[0] == 0 ? -9 * mean[0] : 100 * sign[0], 100 * sign[1]});
      double[] moved = engine.x();
      double[] kept = engine.moments()[1];
      for (int i = 0; i < 2; i++) {
        assertThat(Math.rint(kept[i])).isEqualTo((x[i] - moved[i]) / RATE);
      }
      x = moved;
    }
    assertThat(Math.abs(engine.moments()[1][1])).isLessThan(0.5 + 1);
  }

  @Test
  void theDerivativeByRatesIsThatOfTheirSigns() {
    CoefficientTable table = table(0);
    Engine engine = new Engine(device, new Lion(), table, new double[] {1, 1});
    CoefficientTable derivatives = new CoefficientTable(STEPS, 1);
    GroupAdjoint adjoint = new GroupAdjoint(device, 1, 2, 2, derivatives);
    adjoint.position().assign(new double[] {3, 5});
    double[] gradient = {1, -1};
    Tensor same = engine.tensor(gradient);
    engine.step(0, gradient);
    engine.rule().pullBackPosition(new Slot(0, 0), engine.state, adjoint, same);
    engine.rule().pullBackMoments(new Slot(0, 0), engine.state, adjoint, same);
    adjoint.settle();

    assertThat(derivatives.get(Coefficient.LEARNING_RATE, 0, 0)).isEqualTo(-3 + 5);
    assertThat(derivatives.get(Coefficient.BETA1, 0, 0)).isZero();
    assertThat(derivatives.get(Coefficient.BETA2, 0, 0)).isZero();
    assertThat(adjoint.gradient().toArray()).containsOnly(0);
    assertThat(new Lion().isSmooth()).isFalse();
  }

  @Test
  void itsSecondDecayIsNearerToOneThanCommonMeansAre() {
    assertThat(new Lion().usual(Coefficient.BETA1)).isEqualTo(0.9);
    assertThat(new Lion().usual(Coefficient.BETA2)).isEqualTo(0.99);
    assertThat(new AdamW().usual(Coefficient.BETA2)).isEqualTo(0.999);
  }

  @Test
  void noHeadroomIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lion(0))
        .withMessage("headroom-bits must be in [1, 40], got 0");
  }
}
