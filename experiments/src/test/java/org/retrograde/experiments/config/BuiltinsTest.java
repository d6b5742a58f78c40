package org.retrograde.experiments.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.models.data.RowCounts;

final class BuiltinsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  static List<String> names() {
    return ConfigReader.builtinNames();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theResolvedConfigReadsBackEqual(String name) throws IOException {
    ExperimentConfig config = ConfigReader.readBuiltin(name, List.of());
    assertThat(config.name()).isEqualTo(name.replace('/', '-'));
    Path file = Files.writeString(folder.resolve("again.yaml"), ConfigWriter.toYaml(config));
    assertThat(ConfigReader.read(file, List.of())).isEqualTo(config);
  }

  @Test
  void theListShowsWhatTheConfigsSay() {
    assertThat(ConfigReader.builtinSummaries())
        .isEqualTo(
            names().stream()
                .map(
                    name -> {
                      ExperimentConfig config = ConfigReader.readBuiltin(name, List.of());
                      return new BuiltinSummary(name, config.minutes(), config.title());
                    })
                .toList());
  }

  @Test
  void runsAtOnceAreTheCoresUnlessSaid() {
    assertThat(ConfigReader.readBuiltin("smoke", List.of()).run().jobsAtOnce())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(ConfigReader.readBuiltin("smoke", List.of("run.jobs=5")).run().jobsAtOnce())
        .isEqualTo(5);
  }

  @Test
  void aResolvedConfigThatDiffersReadsBackDifferent() throws IOException {
    ExperimentConfig config = ConfigReader.readBuiltin("smoke", List.of());
    assertThat(reread(ConfigReader.readBuiltin("smoke", List.of("seed=2")))).isNotEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("awkwardTitles")
  void textThatLooksLikeSomethingElseReadsBackAsText(String title) throws IOException {
    ExperimentConfig config = ConfigReader.readBuiltin("smoke", List.of("title='" + title + "'"));
    assertThat(config.title()).isEqualTo(title);
    assertThat(reread(config)).isEqualTo(config);
  }

  static List<String> awkwardTitles() {
    return List.of(
        "1e5", "010", "-.5", "+3", "no", "true", "null", "~", "a: b", "# c", "- d", "*e", "{f",
        " g ", "h #i");
  }

  @Test
  void pathsReadBackFromAnotherFolder() throws IOException {
    Path data = Files.writeString(folder.resolve("a:b.csv"), "1,0\n");
    ExperimentConfig config =
        ConfigReader.readBuiltin(
            "smoke",
            List.of("data={source: csv, train: 20, validation: 1, test: 1, file: '" + data + "'}"));
    assertThat(config.data()).isEqualTo(DataConfig.Table.of(data, new RowCounts(20, 1, 1), null));
    assertThat(reread(config)).isEqualTo(config);
  }

  @Test
  void theBaselineGridIsThirteenRatesFromAQuarterToSixteen() {
    GridConfig grid =
        requireNonNull(ConfigReader.readBuiltin("quickstart-baselines", List.of()).grid());
    List<Double> rates = grid.learningRates().values();
    assertThat(rates).hasSize(13);
    assertThat(rates.get(0)).isEqualTo(0.25);
    assertThat(rates.get(12)).isCloseTo(16, within(1e-12));
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> ConfigReader.readBuiltin("quikstart", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "quikstart: there is no such built-in experiment; did you mean 'quickstart'? (built in"
                + " are "
                + String.join(", ", Builtins.NAMES)
                + ")");
    assertThatThrownBy(() -> ConfigReader.readBuiltin("zzz", List.of()))
        .hasMessage(
            "zzz: there is no such built-in experiment (built in are "
                + String.join(", ", Builtins.NAMES)
                + ")");
  }

  @Test
  void aBareWordIsABuiltinAndAnythingElseAFile() {
    assertThat(ConfigReader.readFileOrBuiltin("smoke", List.of()).name()).isEqualTo("smoke");
    assertThatThrownBy(() -> ConfigReader.readFileOrBuiltin("smok", List.of()))
        .hasMessageContaining("did you mean 'smoke'?");
    assertThatThrownBy(() -> ConfigReader.readFileOrBuiltin("./smoke", List.of()))
        .hasMessage("./smoke: file not found");
  }

  private ExperimentConfig reread(ExperimentConfig config) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), ConfigWriter.toYaml(config));
    return ConfigReader.read(file, List.of());
  }
}
