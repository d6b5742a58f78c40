package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.reversible.optimizer.Coefficient;

/** What people write because other libraries have it so, and what it becomes. */
final class GuessedWordsTest {

  private static final String EXPERIMENT =
      """
      name: guessed
      data: {source: synthetic, features: 4, classes: 3, train: 30, validation: 12, test: 12}
      training: {%s, batch: 8, learning-rate: 0.02}
      reversal: {steps: 2}
      """;

  @TempDir private static Path folder = Path.of("");

  private static ExperimentConfig read(String length, String... overrides) {
    return ConfigReader.readText("guessed", EXPERIMENT.formatted(length), List.of(overrides));
  }

  private static int steps(String length, String... overrides) {
    return read(length, overrides).training().steps();
  }

  @Test
  void anEpochHasAsManyStepsAsFullBatchesFit() {
    assertThat(steps("epochs: 1")).isEqualTo(3);
    assertThat(steps("epochs: 20")).isEqualTo(60);
    assertThat(steps("epochs: 1.5")).as("the nearest even of 4 and 5").isEqualTo(4);
    assertThat(steps("epochs: 0.001")).isEqualTo(1);
    assertThat(steps("epochs: 2", "training.batch=10", "data.train=50")).isEqualTo(10);
  }

  @Test
  void whatIsWrittenHasTheSteps() {
    String yaml = ConfigWriter.toYaml(read("epochs: 2"));
    assertThat(yaml).contains("steps: 6").doesNotContain("epochs:");
    assertThat(ConfigReader.readText("again", yaml, List.of())).isEqualTo(read("epochs: 2"));
  }

  @Test
  void theLengthThatIsSaidLastCountsInWhicheverWay() throws IOException {
    assertThat(steps("epochs: 2", "training.steps=5")).isEqualTo(5);
    assertThat(steps("steps: 5", "training.epochs=2")).isEqualTo(6);
    Files.writeString(folder.resolve("steps.yaml"), EXPERIMENT.formatted("steps: 5"));
    Files.writeString(folder.resolve("epochs.yaml"), EXPERIMENT.formatted("epochs: 2"));
    for (String[] pair :
        new String[][] {{"steps", "epochs: 3", "9"}, {"epochs", "steps: 4", "4"}}) {
      Path file = folder.resolve("like.yaml");
      Files.writeString(
          file, "name: other\nlike: %s.yaml\ntraining: {%s}\n".formatted(pair[0], pair[1]));
      assertThat(ConfigReader.read(file, List.of()).training().steps())
          .isEqualTo(Integer.parseInt(pair[2]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs: 2, steps: 3 | seed=1 | training.epochs: says the same as training.steps",
        "epochs: 0 | seed=1 | training.epochs: must be a number above 0 and at most 100000000, got"
            + " 0",
        "epochs: two | seed=1 | training.epochs: must be a number above 0",
        "epochs: 2 | data={source: kjv, train: 900, validation: 90, test: 90} | a text has none",
        "epochs: 2 | training.batch=31 | training.batch: must be at most data.train (30)",
        "epochs: 100000000 | training.batch=1 | training.steps: must be at most 100000000"
      })
  void epochsThatCannotBeStepsAreRefusedInOneLine(String length, String change, String words) {
    assertThatThrownBy(() -> read(length, change))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aProblemWithoutRowsHasNoEpochs() {
    assertThatThrownBy(() -> ConfigReader.readBuiltin("paper/p1", List.of("training.epochs=2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "training.epochs: needs training rows to go through, and this problem");
  }

  @Test
  void adamIsAdamWWithoutWeightDecay() {
    ExperimentConfig config = read("steps: 2, optimizer: adam");
    assertThat(config).isEqualTo(read("steps: 2, optimizer: adamw"));
    assertThat(config.training().coefficient(Coefficient.WEIGHT_DECAY)).isZero();
    assertThat(ConfigWriter.toYaml(config)).contains("optimizer: adamw");
    assertThat(read("steps: 2, optimizer: {name: adam, headroom-bits: 3}"))
        .isEqualTo(read("steps: 2, optimizer: {name: adamw, headroom-bits: 3}"));
    assertThatThrownBy(() -> read("steps: 2, optimizer: adam, weight-decay: 0.1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.weight-decay: optimizer adam has none; name adamw");
    assertThat(read("steps: 2, optimizer: adamw, weight-decay: 0.1")).isNotNull();
  }

  @Test
  void sgdIsHeavyBallWithItsUsualMomentum() {
    assertThat(read("steps: 2, optimizer: sgd"))
        .isEqualTo(read("steps: 2, optimizer: heavy-ball, momentum: 0.9"));
    assertThat(read("steps: 2, optimizer: sgd, momentum: 0.5"))
        .isEqualTo(read("steps: 2, optimizer: heavy-ball, momentum: 0.5"));
    assertThatThrownBy(() -> read("steps: 2, optimizer: sgd, momentum: 0"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.momentum: must be above 0, got 0: a step that keeps")
        .hasMessageNotContaining("\n");
  }
}
