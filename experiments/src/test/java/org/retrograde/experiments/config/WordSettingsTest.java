package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.models.network.architecture.Gains;
import org.retrograde.models.network.architecture.Norm;
import org.retrograde.models.network.architecture.Transformer;
import org.retrograde.reversible.optimizer.AdamW;

/** Settings beside a word: read, checked, refused in words, and written again. */
final class WordSettingsTest {

  private static ExperimentConfig smoke(String optimizer) {
    return ConfigReader.readBuiltin(
        "smoke",
        List.of(
            "training.optimizer=" + optimizer,
            "tune.hyperparameters=[{name: l2, per: all}]",
            "training.l2=0.1"));
  }

  @Test
  void aWordAloneHasTheUsualNumbersAndIsWrittenAlone() {
    ExperimentConfig config = smoke("adamw");
    assertThat(config.training().optimizer()).isEqualTo(new AdamW());
    assertThat(ConfigWriter.toYaml(config)).contains("optimizer: adamw\n");
  }

  @Test
  void aNumberBesideTheNameReplacesTheUsualOne() {
    ExperimentConfig config = smoke("{name: adamw, headroom-bits: 3}");
    assertThat(config.training().optimizer()).isEqualTo(new AdamW(3));
    String text = ConfigWriter.toYaml(config);
    assertThat(text).contains("headroom-bits: 3");
    assertThat(ConfigReader.readText("again", text, List.of())).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: adamw, headroom-bits: 99} | training.optimizer | in [1, 40]",
        "{name: adamw, headroom-bits: few} | training.optimizer.headroom-bits | must be an integer",
        "{name: adamw, headroom: 2} | training.optimizer.headroom | did you mean 'headroom-bits'",
        "{name: momentum} | training.optimizer.name | must be one of adamw, rmsprop, schedule-free,"
            + " schedule-free-adamw, primal-averaging, lion, muon",
        "{headroom-bits: 2} | training.optimizer.name | is missing",
        "admw | training.optimizer | did you mean",
        "3 | training.optimizer | must be one of momentum"
      })
  void whatDoesNotFitIsToldWithItsPath(String optimizer, String path, String message) {
    Refusal.assertOneError(() -> smoke(optimizer), path, message);
  }

  private static ExperimentConfig decoder(String architecture) {
    return ConfigReader.readText(
        "decoder",
        """
        name: decoder
        title: t
        data: {source: kjv, window: 8, train: 1000, validation: 100, test: 100}
        model: {architecture: %s, width: 32, base-width: 32}
        training: {steps: 2, batch: 2, learning-rate: 0.01, optimizer: adamw}
        reversal: {steps: 2}
        """
            .formatted(architecture),
        List.of());
  }

  @Test
  void truthsAndWordsAreSettingsToo() {
    ExperimentConfig config =
        decoder("{name: transformer, biases: true, norm: layer, gains: vector, gated: true}");
    Transformer usual = new Transformer();
    assertThat(config.model().architecture())
        .isInstanceOfSatisfying(
            Transformer.class,
            made -> {
              assertThat(made.biases()).isTrue();
              assertThat(made.norm()).isEqualTo(Norm.LAYER);
              assertThat(made.gains()).isEqualTo(Gains.VECTOR);
              assertThat(made.gated()).isTrue();
              assertThat(made.zeroQuery()).isEqualTo(usual.zeroQuery());
              assertThat(made.positions()).isEqualTo(usual.positions());
            });
    String text = ConfigWriter.toYaml(config);
    assertThat(text).contains("biases: true").contains("norm: layer");
    assertThat(ConfigReader.readText("decoder", text, List.of())).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: transformer, norm: batch} | .norm | must be one of none, rms, layer",
        "{name: transformer, biases: 1} | .biases | must be true or false",
        "{name: transformer, bias: true} | .bias | did you mean 'biases'",
        "{name: transformer, positions: rotary, head-size: 5} | '' | head size must be even"
      })
  void aSettingThatDoesNotFitIsToldWithItsPath(String architecture, String path, String message) {
    Refusal.assertOneError(() -> decoder(architecture), "model.architecture" + path, message);
  }
}
