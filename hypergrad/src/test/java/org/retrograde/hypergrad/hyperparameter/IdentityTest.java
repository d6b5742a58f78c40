package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;

/** What hypergradients of shared, tied and free rates owe each other. */
final class IdentityTest {

  private static final int STEPS = 30;
  private static final double PERCENT = 1e-8; // of the value: 1e-10

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#optimizers")
  void theDerivativeOfASharedRateIsTheSumOverGroupsAndOverSteps(Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      RunSettings random = RandomRuns.settings(1, STEPS, objective.groups(), optimizer);
      random.coefficients().fill(Coefficient.LEARNING_RATE, 0.02);
      RunSettings base = random.withExactDecays();
      RunSettings derivative =
          Strategy.STORED
              .differentiate(new TrainingRun(device, objective, optimizer, base))
              .derivative();
      double shared = logDerivatives(base, derivative, 1, Tying.shared(2))[0];
      double byHand = 0;
      for (double[] row : derivative.coefficients().copyOf(Coefficient.LEARNING_RATE)) {
        byHand += base.coefficients().get(Coefficient.LEARNING_RATE, 0, 0) * (row[0] + row[1]);
      }
      assertThat(shared).isCloseTo(byHand, withinPercentage(PERCENT));
      assertSums(shared, logDerivatives(base, derivative, 1, Tying.free(2)), 2);
      assertSums(shared, logDerivatives(base, derivative, 7, Tying.shared(2)), 7);
      assertSums(shared, logDerivatives(base, derivative, STEPS, Tying.free(2)), 2 * STEPS);
      CentralDifferences differences =
          new CentralDifferences(
              settings ->
                  new PlainStepper(new TrainingRun(device, objective, optimizer, settings))
                      .finalLoss(),
              1e-4);
      RunSettings direction = new RunSettings(STEPS, objective.groups());
      direction
          .coefficients()
          .fill(
              Coefficient.LEARNING_RATE, base.coefficients().get(Coefficient.LEARNING_RATE, 0, 0));
      assertThat(shared).isCloseTo(differences.along(base, direction), withinPercentage(1e-5));
    }
  }

  private static void assertSums(double shared, double[] parts, int count) {
    assertThat(parts).hasSize(count);
    assertThat(Arrays.stream(parts).sum()).isCloseTo(shared, withinPercentage(PERCENT));
    assertThat(parts[0]).isNotCloseTo(shared, withinPercentage(PERCENT));
  }

  private static double[] logDerivatives(
      RunSettings base, RunSettings derivative, int knots, Tying tying) {
    ScheduleHyperparameter rate =
        new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, STEPS, knots, tying);
    return rate.pullBack(rate.start(base), derivative);
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#optimizers")
  void theDerivativeOfAGroupsPenaltyIsTheSumOverItsWeights(Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(2));
      RunSettings base = RandomRuns.settings(2, STEPS, objective.groups(), optimizer);
      RunSettings derivative =
          Strategy.STORED
              .differentiate(new TrainingRun(device, objective, optimizer, base))
              .derivative();
      for (int g = 0; g < 2; g++) {
        assertThat(DoubleStream.of(derivative.l2PerParameter().get(g)).sum())
            .isCloseTo(derivative.l2()[g], withinPercentage(PERCENT));
      }
    }
  }
}
