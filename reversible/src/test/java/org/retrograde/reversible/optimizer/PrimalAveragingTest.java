package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.exact.SpillSpace;

/** What primal averaging leaves, worked out by sums, and what it costs to take it back. */
final class PrimalAveragingTest {

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  private static CoefficientTable table(int steps, double averaging, double... rates) {
    CoefficientTable table = new CoefficientTable(steps, 1).fill(Coefficient.AVERAGING, averaging);
    for (int t = 0; t < steps; t++) {
      table.set(Coefficient.LEARNING_RATE, t, 0, rates[Math.min(t, rates.length - 1)]);
    }
    return table;
  }

  private Engine engine(CoefficientTable table, double ratePower) {
    return new Engine(device, new PrimalAveraging(ratePower), table, new double[] {1});
  }

  /** The weighed mean of the start and z_1 .. z_T along g = 1, 2, 3, ... */
  private static double mean(CoefficientTable table, double averaging, double ratePower) {
    double z = 1;
    double largest = 0;
    double sum = 0;
    double all = 0;
    for (int t = 0; t < table.steps(); t++) {
      double rate = table.get(Coefficient.LEARNING_RATE, t, 0);
      largest = Math.max(largest, rate);
      double weight = Math.pow(t + 1.0, averaging) * Math.pow(largest, ratePower);
      sum += t == 0 ? weight * z : 0;
      all += t == 0 ? weight : 0;
      z -= rate * (t + 1);
      sum += weight * z;
      all += weight;
    }
    return sum / all;
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "0, 0", "1, 2", "3, 1"})
  void theLastPositionIsTheMeanOfTheStartAndAllZ(double averaging, double ratePower) {
    CoefficientTable table = table(12, averaging, 0.01, 0.02, 0.03, 0.04, 0.02);
    Engine engine = engine(table, ratePower);
    for (int t = 0; t < table.steps(); t++) {
      engine.step(t, new double[] {t + 1});
    }
    double rounding = 12 * 0x1p-24; // of c
    assertThat(engine.x()[0]).isCloseTo(mean(table, averaging, ratePower), within(rounding));
    assertThat(engine.x()[0])
        .isNotCloseTo(mean(table, averaging + 0.01, ratePower), within(rounding));
  }

  /** The bound of the heads grows to T and no further. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 1000})
  void stepsOfEqualWeightsCostTheLogarithmOfTheirNumberInAll(int steps) {
    Engine engine = engine(table(steps, 0, 0.25), 2);
    engine.state.keep(SpillSpace.inMemory());
    for (int t = 0; t < steps; t++) {
      engine.step(t, new double[] {Math.sin(t)});
    }
    double limit = Math.log(steps) / Math.log(2);
    assertThat(engine.state.buffer().memory().accounted()).isCloseTo(limit, within(1e-12));
    assertThat(engine.state.buffer().memory().entropyLimit()).isCloseTo(limit, within(1e-3));
    for (int t = steps - 1; t >= 0; t--) {
      engine.undo(t, new double[] {Math.sin(t)});
    }
    assertThat(engine.x()).containsExactly(1);
    assertThat(engine.moments()[0]).containsExactly(0);
    assertThat(engine.state.buffer().isEmpty()).isTrue();
  }

  /** A rate of 0 has no weight, so the first other one is all of the mean: c of 1 - 2^-24. */
  @Test
  void aMeanThatForgetsWhatItWasCanBeTakenBackToo() {
    CoefficientTable table = table(6, 0, 0, 0.5, 0.25);
    Engine engine = engine(table, 2);
    engine.state.keep(SpillSpace.inMemory());
    for (int t = 0; t < 6; t++) {
      engine.step(t, new double[] {t + 1});
    }
    assertThat(engine.state.buffer().memory().accounted()).isBetween(24.0, 28.0);
    for (int t = 5; t >= 0; t--) {
      engine.undo(t, new double[] {t + 1});
    }
    assertThat(engine.x()).containsExactly(1);
    assertThat(engine.state.buffer().isEmpty()).isTrue();
  }
}
