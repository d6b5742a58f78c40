package org.retrograde.experiments.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.optimizer.AdamW;

/** Configs that say only in what they differ from another, and those that are part of another. */
final class LikenessTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @BeforeEach
  void writeOne() throws IOException {
    write(
        "one.yaml",
        """
        name: one
        title: The first
        minutes: 3
        data: {source: csv, file: rows.csv, train: 1, validation: 1, test: 1}
        model: {width: 8, depth: 3}
        training: {steps: 5, batch: 1, learning-rate: 1, optimizer: {name: adamw, headroom-bits: 3}}
        reversal: {steps: 5}
        sweep: {widths: [8, 64], learning-rates: {from: 0.5, factor: 2, count: 3}}
        """);
    write("rows.csv", "1,0\n2,1\n3,1\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private ExperimentConfig read(String text, String... overrides) throws IOException {
    Files.createDirectories(folder.resolve("deep"));
    return ConfigReader.read(write("deep/two.yaml", text), List.of(overrides));
  }

  @Test
  void whatIsNotSaidIsTakenFromTheOtherSectionBySection() throws IOException {
    ExperimentConfig two =
        read("name: two\nlike: ../one.yaml\nmodel: {width: 16}\nreversal: null\n");
    assertThat(two.name()).isEqualTo("two");
    assertThat(two.title()).isEmpty();
    assertThat(two.minutes()).isZero();
    assertThat(two.model().width()).isEqualTo(16);
    assertThat(two.model().depth()).isEqualTo(3);
    assertThat(two.reversal()).isNull();
    assertThat(two.training().optimizer()).isEqualTo(new AdamW(3));
    assertThat(((DataConfig.Table) two.data()).file()).isEqualTo(folder.resolve("rows.csv"));
    assertThat(ConfigReader.readText("again", ConfigWriter.toYaml(two), List.of())).isEqualTo(two);
  }

  @Test
  void aSectionOfAnotherNameIsNotMixed() throws IOException {
    String like = "name: two\nlike: ../one.yaml\nreversal: null\ntraining: {optimizer: %s}\n";
    assertThat(read(like.formatted("{name: adamw}")).training().optimizer())
        .isEqualTo(new AdamW(3));
    assertThat(read(like.formatted("adamw")).training().optimizer()).isEqualTo(new AdamW());
    assertThat(read(like.formatted("{name: rmsprop}")).training().optimizer().word())
        .isEqualTo("rmsprop");
  }

  @Test
  void overridesComeAfterIt() throws IOException {
    assertThat(read("name: two\nlike: ../one.yaml\n", "model.depth=2").model().depth())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "like: nowhere.yaml | like: | nowhere.yaml: file not found",
        "like: lingle/bases | like: | did you mean 'lingle/biases'?",
        "like: two.yaml | like: | is like others, and those like others again",
        "like: 3 | like: | must be",
        "'like: ../one.yaml\nmodel: {widht: 9}' | model.widht: | did you mean 'width'?",
        "'like: ../one.yaml\nablations: [nowhere.yaml]' | ablations.0: | file not found",
        "'like: ../one.yaml\nablations: [smoke]' | ablations.0: | has no section sweep"
      })
  void whatIsWrongIsToldWithItsPath(String text, String path, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read("name: two\n" + text.replace("\\n", "\n") + "\n"))
        .withMessageContaining(path)
        .withMessageContaining(message);
  }

  @Test
  void aConfigCannotBeMadeLikeAnotherFromTheCommandLine() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigReader.readBuiltin("smoke", List.of("like=quickstart")))
        .withMessageContaining("like: is for files");
  }

  @Test
  void ablationsThatAreFilesCountFromTheFolderOfTheConfig() throws IOException {
    ExperimentConfig all =
        read("name: two\nlike: ../one.yaml\nablations: [../one.yaml, lingle/biases]\n");
    assertThat(all.ablations())
        .containsExactly(folder.resolve("one.yaml").toString(), "lingle/biases");
  }

  static List<String> ablations() {
    return ConfigReader.readBuiltin("lingle/all", List.of()).ablations();
  }

  @Test
  void allHasEveryOtherOfLinglesExperiments() {
    assertThat(ablations())
        .containsExactlyInAnyOrderElementsOf(
            ConfigReader.builtinNames().stream()
                .filter(name -> name.startsWith("lingle/") && !name.equals("lingle/all"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("ablations")
  void everyAblationHasTheProtocolOfTheBaseline(String name) {
    ExperimentConfig baseline = ConfigReader.readBuiltin("lingle/baseline", List.of());
    ExperimentConfig ablation = ConfigReader.readAblation(name);
    SweepConfig sweep = requireNonNull(ablation.sweep());
    assertThat(ablation.data()).isEqualTo(baseline.data());
    assertThat(ablation.seed()).isEqualTo(baseline.seed());
    assertThat(sweep.widths()).containsExactly(32, 64, 128);
    assertThat(sweep.parametrizations()).hasSize(1);
    assertThat(sweep.published()).isNotNull();
    assertThat(ablation.training().steps() * ablation.training().batch()).isEqualTo(6400);
    List<Double> rates = sweep.learningRates().values();
    assertThat(rates).contains(Math.pow(2, -5));
    assertThat(sweep.parametrizations().contains(Parametrization.STANDARD))
        .isEqualTo(name.equals("lingle/standard"));
  }
}
