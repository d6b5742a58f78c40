package org.retrograde.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class PromiseTest {

  private static RunSettings rates(double... values) {
    RunSettings settings = new RunSettings(values.length, List.of(new ParameterGroup("w", 1, 1)));
    for (int t = 0; t < values.length; t++) {
      settings.coefficients().set(Coefficient.LEARNING_RATE, t, 0, values[t]);
    }
    return settings;
  }

  /** Knots at both ends; the step in the middle is half of each. */
  @Test
  void isWhatTheFirstOrderSaysOfAStepThatMovesNoRateByMoreThanATenth() {
    Promise promise = new Promise(rates(0.1, 0.2, 0.4), 2);
    // By logarithms: -1, 2, 1; by the knots: 0, 2. So the last rate falls by a tenth alone.
    promise.add(5, rates(-10, 10, 2.5));
    assertThat(promise.ofLoss()).isCloseTo(Math.log(1.1) * 2 / 5, within(1e-15));
    promise.add(5, rates(0, 0, 0));
    assertThat(promise.ofLoss()).isCloseTo(Math.log(1.1) / 5, within(1e-15));
  }

  @Test
  void isNothingWhereNothingIsToBeGained() {
    Promise promise = new Promise(rates(0.1, 0.1), 2);
    promise.add(1, rates(0, 0));
    assertThat(promise.ofLoss()).isZero();
  }
}
