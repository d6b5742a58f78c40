package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.TextSample;
import org.retrograde.reports.record.TextSamples;

/** Networks that write, from a config to the report. */
final class SampleTest {

  private static final String CYCLE = "abcdefg. ";

  @TempDir private Path folder = Path.of("");

  private Path config = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("cycle.txt"), CYCLE.repeat(100));
    config =
        Files.writeString(
            folder.resolve("cycle.yaml"),
            """
            name: cycle
            data: {source: text, file: cycle.txt, window: 4, train: 600, validation: 90, test: 90}
            model:
              architecture: {name: transformer, head-size: 4}
              width: 8
              depth: 1
              base-width: 8
            training: {optimizer: adamw, steps: 60, batch: 8, learning-rate: 0.05}
            arms: {fast: {schedule: linear, learning-rate: 0.1}}
            sample: {prompt: ab, tokens: 30, temperature: 0, width: 16, arms: [fast]}
            """);
  }

  private Invocation run(String out, String... more) {
    List<String> words =
        new ArrayList<>(List.of("run", config.toString(), "--out=" + folder.resolve(out)));
    words.addAll(List.of(more));
    return Invocation.of(words.toArray(String[]::new));
  }

  private List<TextSample> samples(String out) throws IOException {
    return RunDirectory.open(folder.resolve(out)).read().results().all(TextSamples.class);
  }

  /** Only whoever reads the right row of the right window goes on where the prompt ends. */
  @ParameterizedTest
  @CsvSource({"ab, cdefg. abcd", "g, . abcdefg. ", "defg. ab, cdefg. ab"})
  void whatIsWrittenGoesOnWhereThePromptEnds(String prompt, String rest) throws IOException {
    Invocation result = run("out", "--set", "sample.prompt=" + prompt);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    List<TextSample> samples = samples("out");
    assertThat(samples).extracting(TextSample::arm).containsExactly("start", "fast");
    assertThat(samples).extracting(TextSample::width).containsOnly(16);
    assertThat(samples.get(0).text()).hasSize(30).startsWith(rest);
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("<blockquote><b>" + prompt + "</b>" + rest);
  }

  @Test
  void theSameSeedWritesTheSameText() throws IOException {
    run("first", "--set", "sample.temperature=2");
    run("second", "--set", "sample.temperature=2");
    run("third", "--set", "sample.temperature=2", "--set", "seed=2");
    assertThat(samples("first")).isEqualTo(samples("second"));
    assertThat(samples("first").get(0).text()).isNotEqualTo(samples("third").get(0).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sample.prompt=abX   | sample.prompt: the character 'X' (U+0058) is not among the 9 of
          sample.arms=[slow]  | sample.arms: no arm is called 'slow'
          sample.width=18     | a width of 18 is not a multiple of the head size, 4
          model.hidden=[8]    | sample.width: model.hidden fixes the sizes
          """)
  void whatDoesNotFitIsSaidBeforeAnythingIsTrained(String change, String message) {
    Invocation result = run("out", "--set", change);
    assertThat(result.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(result.err()).contains(message).doesNotContain("done in");
  }

  @Test
  void whatIsNoTextIsRefused() {
    Invocation result =
        Invocation.of(
            "run", "smoke", "--out=" + folder.resolve("out"), "--set", "sample.prompt=ab");
    assertThat(result.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(result.err())
        .contains("sample: only a network of a text writes")
        .doesNotContain("sample.prompt")
        .doesNotContain("done in");
  }
}
