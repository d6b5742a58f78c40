package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

final class HyperparametersTest {

  private static RunSettings settings(int depth) {
    ExperimentConfig config =
        ConfigReader.readText(
            "hidden",
            """
            name: hidden
            data: {source: synthetic, features: 8, classes: 4, train: 20, validation: 10, test: 10}
            model: {width: 8}
            training: {optimizer: muon, steps: 3, batch: 10, learning-rate: 0.01, momentum: 0.95}
            reversal: {steps: 1}
            """,
            List.of("model.depth=" + depth));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      return Hyperparameters.settings(new Workbench(config, device), config.startingArm());
    }
  }

  @Test
  void anOptimizerOfHiddenMatricesIsRefusedWhereThereAreNone() {
    assertThatThrownBy(() -> settings(1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "training.optimizer: muon is for matrices between hidden layers, of which there are"
                + " none here: nothing reads momentum");
    assertThat(settings(2).coefficients().get(Coefficient.MOMENTUM, 0, 0)).isEqualTo(0.95);
  }
}
