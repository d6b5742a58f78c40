package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** What Schedule-Free SGD leaves, worked out by sums over all its steps. */
final class ScheduleFreeTest {

  private static final int STEPS = 12;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  private static CoefficientTable table(double averaging, double... rates) {
    CoefficientTable table =
        new CoefficientTable(STEPS, 1)
            .fill(Coefficient.INTERPOLATION, 0.7)
            .fill(Coefficient.AVERAGING, averaging);
    for (int t = 0; t < STEPS; t++) {
      table.set(Coefficient.LEARNING_RATE, t, 0, rates[Math.min(t, rates.length - 1)]);
    }
    return table;
  }

  /** The position after all steps along g = 1, 2, 3, ... wherever they are taken. */
  private double after(CoefficientTable table, double ratePower) {
    Engine engine = new Engine(device, new ScheduleFree(ratePower), table, new double[] {1});
    for (int t = 0; t < STEPS; t++) {
      engine.step(t, new double[] {t + 1});
    }
    return engine.x()[0];
  }

  /** The mean of z_1 .. z_T, weighed as the paper has it. */
  private static double mean(CoefficientTable table, double averaging, double ratePower) {
    double z = 1;
    double largest = 0;
    double sum = 0;
    double all = 0;
    for (int t = 0; t < STEPS; t++) {
      double rate = table.get(Coefficient.LEARNING_RATE, t, 0);
      largest = Math.max(largest, rate);
      z -= rate * (t + 1);
      double weight = Math.pow(t + 1.0, averaging) * Math.pow(largest, ratePower);
      sum += weight * z;
      all += weight;
    }
    return sum / all;
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "0, 0", "1, 2", "3, 1"})
  void theLastPositionIsTheMeanOfAllZ(double averaging, double ratePower) {
    // A warm-up, and a fall that the largest rate so far does not follow.
    CoefficientTable table = table(averaging, 0.01, 0.02, 0.03, 0.04, 0.02);
    assertThat(after(table, ratePower)).isCloseTo(mean(table, averaging, ratePower), within(1e-13));
    assertThat(after(table, ratePower)).isNotEqualTo(mean(table, averaging + 0.1, ratePower));
  }

  /** Rates of 0 first leave the mean where it is, and no weight. */
  @Test
  void ratesOfZeroCountForNothing() {
    CoefficientTable table = table(0, 0, 0, 0.02);
    assertThat(after(table, 2)).isCloseTo(mean(table, 0, 2), within(1e-13));
  }

  @Test
  void aRateOfZeroHasADerivativeWhereWeightsDoNotFollowRates() {
    CoefficientTable table = table(0, 0, 0, 0.02);
    Engine engine = new Engine(device, new ScheduleFree(0), table, new double[] {1});
    Deque<GroupState.Snapshot> kept = new ArrayDeque<>();
    for (int t = 0; t < STEPS; t++) {
      kept.push(engine.state.snapshot(device));
      engine.step(t, new double[] {t + 1});
    }
    CoefficientTable derivatives = new CoefficientTable(STEPS, 1);
    GroupAdjoint adjoint = new GroupAdjoint(device, 1, 1, 1, derivatives);
    adjoint.position().assign(new double[] {1});
    for (int t = STEPS - 1; t >= 0; t--) {
      Slot at = new Slot(t, 0);
      Tensor gradient = engine.tensor(new double[] {t + 1});
      engine.state.restorePosition(kept.element());
      engine.rule().pullBackPosition(at, engine.state, adjoint, gradient);
      engine.state.restoreMoments(kept.pop());
      engine.rule().pullBackMoments(at, engine.state, adjoint, gradient);
      adjoint.settle();
    }
    for (int t = 0; t < STEPS; t++) { // z_{t+1} and all later ones have a rate's gradient
      assertThat(derivatives.get(Coefficient.LEARNING_RATE, t, 0))
          .isCloseTo(-(t + 1.0) * (STEPS - t) / STEPS, within(1e-12));
    }
  }

  @Test
  void aNegativePowerIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScheduleFree(-1))
        .withMessageContaining("rate-power must be at least 0 and finite, got -1.0");
  }
}
