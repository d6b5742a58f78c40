package org.retrograde.experiments.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * Hypergradients of AdamW at its usual epsilon on real images, many of whose pixels are nearly
 * always 0, so that gradients span all sizes. Differences of trainings cannot tell there: an entry
 * near 0 changes its sign between the points.
 */
final class TinyEpsilonTest {

  private static final String IMAGES =
      """
      name: images
      data: {source: mnist, train: 500, validation: 200, test: 10}
      model: {width: 32, base-width: 32}
      training: {optimizer: adamw, steps: 20, batch: 100, learning-rate: 0.003, epsilon: 1e-8}
      tune:
        iterations: 1
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters: [{name: learning-rate, per: group, knots: 3}]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "relu"})
  void areThoseOfPlainDoublesForward(String activation) {
    ExperimentConfig config =
        ConfigReader.readText("images", IMAGES, List.of("model.activation=" + activation));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      CheckedPoint at = CheckedPoint.of(ProblemType.load(config).on(device));
      TrainingRun whole = at.shortened(at.space().start());
      TrainingRun run = whole.withSettings(whole.settings().withExactDecays());
      double forward = new ForwardAdamW(run, 0).derivative();
      double bound = 1e-5 * Math.abs(forward);
      assertThat(reversed(at, run)).isCloseTo(forward, within(bound));
      assertThat(new ForwardAdamW(withEpsilon(run, 1e-5), 0).derivative())
          .as("epsilon counts")
          .isNotCloseTo(forward, within(bound));
    }
  }

  /** Returns the derivative along the logarithm of the first group's learning rate. */
  private static double reversed(CheckedPoint at, TrainingRun run) {
    RunSettings derivative = at.strategy().differentiate(run).derivative();
    CoefficientTable rates = run.settings().coefficients();
    double sum = 0;
    for (int t = 0; t < rates.steps(); t++) {
      sum +=
          derivative.coefficients().get(Coefficient.LEARNING_RATE, t, 0)
              * rates.get(Coefficient.LEARNING_RATE, t, 0);
    }
    return sum;
  }

  private static TrainingRun withEpsilon(TrainingRun run, double epsilon) {
    RunSettings settings = run.settings().copy();
    settings.coefficients().fill(Coefficient.EPSILON, epsilon);
    return run.withSettings(settings);
  }
}
