package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.average.ExponentialAverage;

/** Settings that would change nothing, or something else than they say, are refused. */
final class SilentSettingsTest {

  private static ExperimentConfig smoke(String... overrides) {
    return ConfigReader.readBuiltin("smoke", List.of(overrides));
  }

  @Test
  void aWeightDecayThatNoStepAppliesIsRefused() {
    assertThatThrownBy(() -> smoke("training.weight-decay=0.1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.weight-decay")
        .hasMessageContaining("optimizer momentum has none");
    assertThat(smoke("training.weight-decay=0")).isNotNull();
    assertThat(
            smoke(
                "training.optimizer=adamw",
                "training.weight-decay=0.1",
                "tune.hyperparameters=[{name: init-scale, per: group}]"))
        .isNotNull();
  }

  @Test
  void aWeightDecayThatWouldTurnWeightsAroundIsRefused() {
    assertThatThrownBy(
            () ->
                smoke(
                    "training.optimizer=adamw",
                    "training.learning-rate=0.01",
                    "training.weight-decay=200",
                    "tune.hyperparameters=[{name: init-scale, per: group}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.weight-decay: must be at most 1 / training.learning-rate")
        .hasMessageContaining("(100.0)");
  }

  @Test
  void anAverageIsRefusedWhereRunsAreJudgedOtherwise() {
    assertThat(smoke("training.average={name: exponential, decay: 0.9}").training().average())
        .isEqualTo(new ExponentialAverage(0.9));
    assertThatThrownBy(
            () ->
                smoke(
                    "training.average=tail",
                    "training.optimizer=schedule-free",
                    "tune.hyperparameters=[{name: init-scale, per: group}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "training.average: optimizer schedule-free is judged by a mean of its own; remove it");
    assertThatThrownBy(
            () -> ConfigReader.readBuiltin("schedules/autolrs", List.of("training.average=tail")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.average: section autolrs judges runs in its own way");
    assertThatThrownBy(() -> smoke("training.average={name: tail, fraction: 0}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fraction must be above 0 and at most 1, got 0.0");
  }

  @Test
  void aDecayThatRatiosOf16BitsRoundToOneIsRefused() {
    for (String path : List.of("training.momentum", "training.beta1", "arms.flat.momentum")) {
      assertThatThrownBy(() -> smoke(path + "=0.999995"))
          .as(path)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(path)
          .hasMessageContaining("must be below 1 - 2^-17");
      assertThat(smoke(path + "=0.99998")).isNotNull();
    }
    assertThatThrownBy(
            () ->
                smoke(
                    "grid={learning-rates: {from: 0.1, factor: 2, count: 2},"
                        + " momenta: [0.9, 0.9999999], seeds: 1}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("grid.momenta.1");
  }

  /** Two settings that only the cross entropy has, of which one would be dropped in silence. */
  @Test
  void whatBelongsToTheCrossEntropyIsRefusedBesideAnotherLoss() {
    for (String key : List.of("training.label-smoothing", "training.z-loss")) {
      assertThatThrownBy(() -> smoke(key + "=0.1", "model.loss=squared-error"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(
              key + ": is for model.loss cross-entropy, but model.loss is squared-error; remove it")
          .hasMessageNotContaining("\n");
      assertThat(smoke(key + "=0", "model.loss=squared-error")).isNotNull();
      assertThat(smoke(key + "=0.1")).isNotNull();
      assertThatThrownBy(() -> smoke(key + "=-0.1"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(key + ": must be at least 0");
    }
    assertThatThrownBy(() -> smoke("training.label-smoothing=1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.label-smoothing: must be");
  }

  /** A rule of u-muP over other operations would be no u-muP, in silence. */
  @ParameterizedTest
  @CsvSource({
    "mlp, u-mup, u-mup is for model.architecture unit-transformer",
    "transformer, u-mup, u-mup is for model.architecture unit-transformer",
    "unit-transformer, mup, unit-transformer needs u-mup",
    "unit-transformer, standard, unit-transformer needs u-mup"
  })
  void unitScaledOperationsAndTheirRuleGoTogether(String architecture, String rule, String words) {
    String[] settings = {"model.architecture=" + architecture, "model.parametrization=" + rule};
    assertThatThrownBy(() -> smoke(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.parametrization: " + words);
  }

  @Test
  void oneKnotThatWouldTakeTheFirstRateOfAScheduleIsRefused() {
    String[] oneKnot = {
      "training.schedule=one-cycle",
      "tune.start=null",
      "tune.hyperparameters=[{name: learning-rate, per: all, knots: 1}]"
    };
    assertThatThrownBy(() -> smoke(oneKnot))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tune.hyperparameters.0.knots")
        .hasMessageContaining("first rate of training.schedule");
    for (String mended : List.of("shape: one-cycle", "start: 0.5")) {
      String[] with = oneKnot.clone();
      with[2] =
          "tune.hyperparameters=[{name: learning-rate, per: all, knots: 1, %s}]".formatted(mended);
      assertThat(smoke(with)).isNotNull();
    }
  }
}
