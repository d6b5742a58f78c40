package org.retrograde.experiments.config.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TuneConfig;

final class OverridesTest {
  @Test
  void valuesAreYamlAndTheLastOneWins() {
    ExperimentConfig config =
        ConfigReader.readBuiltin(
            "smoke",
            List.of(
                "seed=5",
                "seed=6",
                "transfer.widths=[8, 24]",
                "title='two: words'",
                "run.device=nd4j"));
    assertThat(config.seed()).isEqualTo(6);
    assertThat(requireNonNull(config.transfer()).widths()).containsExactly(8, 24);
    assertThat(config.title()).isEqualTo("two: words");
    assertThat(config.run().device()).isEqualTo("nd4j");
  }

  @Test
  void listItemsAreReachedByIndex() {
    TuneConfig tune =
        requireNonNull(
            ConfigReader.readBuiltin("smoke", List.of("tune.hyperparameters.1.knots=2")).tune());
    assertThat(tune.hyperparameters().get(1).knots()).isEqualTo(2);
    assertThat(tune.hyperparameters().get(0).knots()).isEqualTo(5);
  }

  @Test
  void nullRemovesASectionAndMissingSectionsAreMade() {
    ExperimentConfig config =
        ConfigReader.readBuiltin(
            "smoke",
            List.of(
                "tune=null", "arms.slow={schedule: linear, learning-rate: 0.1, momentum: 0.5}"));
    assertThat(config.tune()).isNull();
    assertThat(config.arms()).containsOnlyKeys("flat", "slow");
  }

  @Test
  void aWordIsShortForASectionWithItsName() {
    ExperimentConfig config =
        ConfigReader.readBuiltin(
            "smoke",
            List.of(
                "tune=null",
                "training.optimizer=adamw",
                "training.optimizer.headroom-bits=3",
                "training.decay=[warmup, cosine]",
                "training.decay.0.until=0.2"));
    assertThat(config)
        .isEqualTo(
            ConfigReader.readBuiltin(
                "smoke",
                List.of(
                    "tune=null",
                    "training.optimizer={name: adamw, headroom-bits: 3}",
                    "training.decay=[{name: warmup, until: 0.2}, cosine]")));
  }

  @Test
  void theClassOfAProblemIsReachedByItsNameHoweverItIsWritten() {
    String text =
        """
        name: a
        problem: {class: %s}
        training: {steps: 5, learning-rate: 0.1}
        judge: {seeds: 1}
        """;
    String valley = "org.retrograde.experiments.paper.CurvedValley";
    ExperimentConfig config =
        ConfigReader.readText(
            "a.yaml", text.formatted("no.Such"), List.of("problem.class.name=" + valley));
    assertThat(config)
        .isEqualTo(ConfigReader.readText("a.yaml", text.formatted(valley), List.of()))
        .isEqualTo(
            ConfigReader.readText(
                "a.yaml",
                text.formatted("{name: no.Such}"),
                List.of("problem.class.name=" + valley)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.steps=-5 | training.steps: must be at least 1, got -5",
        "training.steps=abc | training.steps: must be an integer, got \"abc\"",
        "training.stepz=5 | training.stepz: unknown key 'stepz'; did you mean 'steps'?",
        "training=5 | training: must be a section of keys, got 5",
        "training.batch=201 | training.batch: must be at most data.train (200), got 201",
        "tune.hyperparameters.9.knots=5 | tune.hyperparameters.9.knots: there is no such place;"
            + " 'tune.hyperparameters.9' is nothing",
        "tune.hyperparameters.3=5 | tune.hyperparameters.3: there is no such place;"
            + " 'tune.hyperparameters' is a list of 3",
        "seed.deep=5 | seed.deep: there is no such place; 'seed' is 1",
        "training.steps | must look like training.steps=50: keys joined by dots, =, a value",
        "=5 | must look like training.steps=50: keys joined by dots, =, a value",
        "a..b=5 | must look like training.steps=50: keys joined by dots, =, a value",
        "training.steps=null | training.steps: is missing; this key is required",
      })
  void errorsNameTheOptionAndThePath(String override, String error) {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.readBuiltin("smoke", List.of(override)));
    assertThat(thrown).hasMessage("--set " + override + ": " + error);
    assertThat(thrown.errors()).singleElement().extracting(ConfigError::line).isEqualTo(0);
  }

  @Test
  void aBrokenValueIsASyntaxErrorOfTheOption() {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigReader.readBuiltin("smoke", List.of("transfer.widths=[8, 24")));
    assertThat(thrown)
        .hasMessageStartingWith(
            "--set transfer.widths=[8, 24: transfer.widths: is not valid YAML: ");
  }
}
