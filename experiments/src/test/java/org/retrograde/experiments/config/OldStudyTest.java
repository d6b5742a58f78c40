package org.retrograde.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.text.ConfigException;

/** Files of the time when a study was something else than an experiment. */
final class OldStudyTest {

  private static final String OF_A_CLASS =
      """
      name: mine
      study:
        objective:
          class-name: org.retrograde.experiments.paper.CurvedValley
          steps: 50
          learning-rate: 0.01
          per: group
          knots: 5
          iterations: 3
          meta-optimizer: {name: adam, step: 0.02}
      """;

  private static final String OF_TASKS =
      """
      name: mine
      study:
        tasks:
          data: {classes: [[0, 1], [2, 3]], train: 4, validation: 5, test: 6}
          hidden: [10]
          steps: 20
          learning-rate: 1
          own: 0.7
          iterations: 2
          meta-optimizer: {name: sgd, step: 2}
          judge-seeds: 3
      """;

  @ParameterizedTest
  @CsvSource({"class, 3, 50", "tasks, 2, 20"})
  void anOldFileIsRefusedWithTheTextThatItReadsAsNow(String kind, int iterations, int steps) {
    String old = kind.equals("class") ? OF_A_CLASS : OF_TASKS;
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.readText("mine.yaml", old, List.of()));
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused).hasMessageStartingWith("mine.yaml:2: study: a study is an experiment now");

    ExperimentConfig now = ConfigReader.readText("now.yaml", offered(refused), List.of());
    assertThat(now.problem().kind().word()).isEqualTo(kind);
    assertThat(now.training().steps()).isEqualTo(steps);
    assertThat(now.tune()).extracting(TuneConfig::iterations).isEqualTo(iterations);
  }

  /** Returns the lines that the message ends with. */
  private static String offered(ConfigException refused) {
    return String.valueOf(refused.getMessage())
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(line -> line.substring(2))
        .collect(Collectors.joining("\n"));
  }
}
