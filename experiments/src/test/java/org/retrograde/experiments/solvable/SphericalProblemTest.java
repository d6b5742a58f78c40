package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.schedule.TwoPhase;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

final class SphericalProblemTest {

  private static final SphericalModel MODEL = new SphericalModel(40, 1, 1.5);
  private static final int STEPS = 60;
  private static final double[] RATES =
      new BestPeak(new TwoPhase(1, 15, 8), STEPS, 0.25, Double.NaN).rates();

  private static TrainingRun run(double temperature) {
    HostObjective objective = MODEL.objective(0);
    RunSettings settings = new RunSettings(STEPS, objective.groups());
    for (int t = 0; t < STEPS; t++) {
      settings.coefficients().set(Coefficient.LEARNING_RATE, t, 0, RATES[t]);
    }
    return new TrainingRun(
        Devices.open("host", Precision.FLOAT64, 1),
        new HostObjectiveAdapter(objective),
        new SphericalStep(temperature),
        settings);
  }

  @ParameterizedTest
  @EnumSource(names = {"STORED", "CHECKPOINTS", "RECURSIVE"})
  void theEngineTrainsAndDifferentiatesTheRecursion(Strategy strategy) {
    RateLoss exact = MODEL.expectedLoss();
    double loss = exact.loss(RATES);
    double[] byRate = exact.gradient(RATES);

    Hypergradient found = strategy.differentiate(run(1));

    assertThat(found.finalLoss()).isCloseTo(loss, Percentage.withPercentage(1e-9));
    assertThat(new PlainStepper(run(1)).finalLoss())
        .isCloseTo(loss, Percentage.withPercentage(1e-9));
    double largest = Arrays.stream(byRate).map(Math::abs).max().orElseThrow();
    for (int t = 0; t < STEPS; t++) {
      double ours = found.derivative().coefficients().get(Coefficient.LEARNING_RATE, t, 0);
      assertThat(ours).isCloseTo(byRate[t], within(1e-9 * largest));
    }
    // another temperature is another recursion
    assertThat(strategy.differentiate(run(1.01)).finalLoss())
        .isNotCloseTo(loss, Percentage.withPercentage(1e-3));
  }
}
