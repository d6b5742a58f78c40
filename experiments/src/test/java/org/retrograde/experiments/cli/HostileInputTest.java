package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much are refused in a moment, and no file has a say in the terminal. */
@Timeout(60)
final class HostileInputTest {

  private static final String TINY =
      """
      name: tiny
      title: "\\e]0;owned\\a\\e[2J\\u202e"
      data: {source: synthetic, features: 2, classes: 2, train: 4, validation: 2, test: 2}
      model: {width: 2, depth: 1, base-width: 2}
      training: {steps: 2, batch: 2, learning-rate: 0.5}
      reversal: {steps: 2, control: false}
      """;

  @TempDir private Path folder = Path.of("");

  private void refused(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("hostile.yaml"), text);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve("out"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains(message);
    assertThat(result.err().length()).isLessThan(20_000);
  }

  private static String aliases(int levels, String first, String of) {
    return "a0: &a0 "
        + first
        + IntStream.range(1, levels)
            .mapToObj(i -> "%na%d: &a%d %s".formatted(i, i, of.replace("*", "*a" + (i - 1))))
            .collect(Collectors.joining());
  }

  @Test
  void aliasesOfAliases() throws IOException {
    refused(TINY + aliases(17, "[1, 1, 1]", "[*, *, *]"), "stands for more than 100000 values");
    refused(TINY + aliases(49, "[1, 1]", "[*, *]"), "hostile.yaml:");
    refused(TINY + aliases(17, "{a: 1}", "{a: *, b: *, c: *}"), "more than 100000 values");
    Invocation set = Invocation.of("run", "smoke", "--set=seed={%s}".formatted("a: [".repeat(99)));
    assertThat(set.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(set.err()).contains("Nesting Depth exceeded");
  }

  @Test
  void manyUnknownKeysAreCounted() throws IOException {
    String keys =
        IntStream.range(0, 25_000).mapToObj("k%d: 1%n"::formatted).collect(Collectors.joining());
    refused(TINY + keys, "and 24975 errors more");
  }

  @Test
  void whatIsTooLongIsRefusedByItsLength() throws IOException {
    refused(TINY + "#".repeat(1 << 18), "is too long for a config");
    refused(TINY + "x".repeat(500) + ": 1\n", "a key must have at most 200 characters");
    refused(TINY + "seed: " + "1".repeat(100_000), "seed: must be");
    Invocation endless = Invocation.of("run", "/dev/zero");
    assertThat(endless.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(endless.err()).contains("zero: is no text: its byte 1 is zero");
  }

  @Test
  void controlSequencesAreShownAndNotObeyed() throws IOException {
    Path file = Files.writeString(folder.resolve("tiny.yaml"), TINY);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve("run"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err())
        .contains("tiny: \\u001b]0;owned\\u0007\\u001b[2J\\u202e")
        .doesNotContain("\u001b", "\u0007", "\u202e");
    Invocation wrong = Invocation.of("run", "\u001b[2J.yaml");
    assertThat(wrong.err()).contains("\\u001b[2J.yaml: file not found");
    assertThat(Invocation.of("run", "smoke", "--\u001b[2J").err()).doesNotContain("\u001b");
  }

  @Test
  void whatIsNoControlStays() {
    assertThat(VisibleWriter.visible("größer\tals →\n")).isEqualTo("größer\tals →\n");
  }
}
