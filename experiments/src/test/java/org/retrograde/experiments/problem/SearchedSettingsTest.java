package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.network.architecture.UnitTransformer;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Numbers of an architecture that are searched beside hyperparameters. */
final class SearchedSettingsTest {

  private static ExperimentConfig config(String architecture) {
    return ConfigReader.readText(
        "searched",
        """
        name: searched
        data: {source: kjv, window: 8, train: 2000, validation: 160, test: 160}
        model:
          architecture: {name: unit-transformer, head-size: 8, attention-multiplier: 2}
          activation: silu
          parametrization: u-mup
          width: 16
          base-width: 16
          depth: 1
        training: {optimizer: adamw, steps: 3, batch: 2, learning-rate: 0.5}
        search:
          methods: [{name: independent, points: 3}]
          runs: 9
          hyperparameters: [{name: learning-rate, per: all, knots: 1}]
          architecture: %s
        """
            .formatted(architecture),
        List.of());
  }

  @Test
  void theyFollowHyperparametersAndStartWhereTheConfigHasThem() throws InterruptedException {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Workbench bench =
          new Workbench(
              config(
                  "[{name: attention-multiplier, bounds: [0.5, 4]},"
                      + " {name: residual-multiplier, bounds: [0.1, 1]}]"),
              device);
      SearchSpace space = SearchSpace.of(bench);
      assertThat(space.start()).hasSize(3).endsWith(Math.log(2), 0.0);
      assertThat(space.values(space.box().upper().toArray()))
          .containsKeys("attention multiplier", "residual multiplier")
          .hasEntrySatisfying(
              "attention multiplier", high -> assertThat(high).isCloseTo(4, within(1e-12)));

      double[] start = space.start().stream().mapToDouble(Double::doubleValue).toArray();
      Trial<Double> same = space.searched().trial(bench, start, 1, new FinalLoss());
      double[] moved = start.clone();
      moved[2] = Math.log(0.5);
      Trial<Double> other = space.searched().trial(bench, moved, 1, new FinalLoss());
      UnitTransformer network =
          (UnitTransformer) ((Workbench) other.problem()).config().model().architecture();
      assertThat(network.residualMultiplier()).isEqualTo(0.5);
      assertThat(network.headSize()).isEqualTo(8);
      try (TrialEngine engine = new LocalTrials(1)) {
        Trial<Double> plain = new Trial<>(bench, same.settings(), 1, new FinalLoss());
        List<Double> losses =
            engine.run(List.of(plain, same, other)).stream().map(Outcome::get).toList();
        assertThat(losses.get(1)).isEqualTo(losses.get(0));
        assertThat(losses.get(2)).isNotEqualTo(losses.get(0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{name: head-size, bounds: [8, 16]}] | has no number head-size to search; it has"
            + " [activation-multiplier, attention-multiplier, residual-multiplier,"
            + " residual-attention-ratio, loss-multiplier]",
        "[{name: loss-multiplier, bounds: [2, 1]}] | must be above 0 and ascending, got 2.0 and"
            + " 1.0",
        "'[{name: loss-multiplier, bounds: [1, 2]}, {name: loss-multiplier, bounds: [1, 2]}]' |"
            + " loss-multiplier is listed twice"
      })
  void whatDoesNotFitIsRefused(String architecture, String message) {
    assertThatThrownBy(() -> config(architecture))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
