package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transformers on texts, from a config to their outcome. */
final class TextRunTest {

  @TempDir private Path folder = Path.of("");

  private Path config = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("song.txt"), "la la lala la, the sea is far away. ".repeat(40));
    config =
        Files.writeString(
            folder.resolve("song.yaml"),
            """
            name: song
            data: {source: text, file: song.txt, window: 8, train: 1000, validation: 160, test: 160}
            model:
              architecture: {name: transformer, head-size: 4}
              width: 8
              depth: 2
              base-width: 8
            training: {optimizer: adamw, steps: 20, batch: 4, learning-rate: 0.03}
            reversal: {steps: 20}
            judge: {seeds: 1}
            """);
  }

  private Invocation run(String... more) {
    String[] words = new String[3 + more.length];
    words[0] = "run";
    words[1] = config.toString();
    words[2] = "--out=" + folder.resolve("out");
    System.arraycopy(more, 0, words, 3, more.length);
    return Invocation.of(words);
  }

  @Test
  void aTransformerLearnsATextAndGoesBackToItsFirstBit() {
    Invocation result = run();
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err())
        .contains("1000 training, 160 validation and 160 test tokens of 14 kinds")
        .contains("batches of 4 windows of 8 tokens, each beginning anywhere");
    assertThat(result.out())
        .contains("reversal over 20 steps: exact")
        .containsPattern(
            "start +mean validation loss \\d\\.\\d{4} \\(\\d\\.\\d{4} bits a character\\) on unseen"
                + " seeds");
    Invocation bytes =
        Invocation.of(
            "run",
            config.toString(),
            "--out=" + folder.resolve("bytes"),
            "--set",
            "data.unit=bytes");
    assertThat(bytes.err()).contains("tokens of 256 kinds");
    assertThat(bytes.out()).contains(" bits a byte) on unseen seeds");
    Invocation squares =
        Invocation.of(
            "run",
            config.toString(),
            "--out=" + folder.resolve("squares"),
            "--set",
            "model.loss=squared-error");
    assertThat(squares.out()).contains("mean validation loss").doesNotContain("bits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.window=200          | a part of 160 tokens is shorter than a window of 200
          model.width=6            | a width of 6 is not a multiple of the head size, 4
          model.architecture=mlp   | tokens of a text are none; take transformer
          data.header=none         | belongs to source table or csv, but data.source is text
          tune={iterations: 1, seeds: 1, check-seeds: 1, meta-optimizer: {step: 0.1}, hyperparameters: [{name: training-inputs, per: example}]} | training-inputs are tokens where data.source is text, and have no gradient; tune something else
          data.train=5000          | 5160 rows were asked for (training and validation)
          """)
  void whatDoesNotFitIsOneClearMessage(String change, String message) {
    Invocation result = run("--set", change);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).containsOnlyOnce(message);
  }

  /** From a hundred times the rate that learns, hypergradients are 1e20 times too long. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 3})
  void tuningBeyondTheEdgeOfChaosSaysSoWhateverTheClipMakesOfIt(double rate) throws IOException {
    Invocation result =
        run(
            "--set=training.learning-rate=" + rate,
            "--set=training.steps=60",
            "--set=reversal=null",
            "--set=judge=null",
            "--set=tune={iterations: 2, seeds: 2, check-seeds: 1, clip: 0.1, meta-optimizer: {step:"
                + " 0.01}, hyperparameters: [{name: learning-rate, per: group, knots: 2}]}");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    String notes = Files.readString(folder.resolve("out/results.json"));
    if (rate < 1) {
      assertThat(result.err() + notes).doesNotContain("edge of chaos");
    } else {
      assertThat(result.err())
          .contains("warning: Beyond the edge of chaos: |d_x| grows by ")
          .contains(" Of 4 that tuning went by, 4 were shortened to tune.clip, 0.1;")
          .contains("see the command check");
      assertThat(notes).contains("Beyond the edge of chaos: |d_x| grows by ");
    }
  }

  @Test
  void aTransformerOfRowsIsRefused() {
    Invocation result =
        run(
            "--set",
            "data={source: synthetic, features: 4, classes: 3, train: 20, validation: 8, test: 8}");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("reads tokens of a text (data.source kjv or text)");
  }
}
