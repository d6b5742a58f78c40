package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is run again from its record has the bits of the first, or says which it has not. */
final class ReplayCommandTest {

  @TempDir private static Path folder = Path.of("");
  private static Path first = Path.of("");

  @BeforeAll
  static void run() {
    first = folder.resolve("first");
    assertThat(Invocation.of("run", "smoke", "--out=" + first, "--seed=3").code()).isZero();
  }

  /** Returns a copy of the first run. */
  private static Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(folder.resolve(name));
    try (Stream<Path> files = Files.list(first)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void replace(Path file, String pattern, String replacement) throws IOException {
    String text = Files.readString(file);
    String changed = text.replaceFirst(pattern, replacement);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file, changed);
  }

  @Test
  void theSameMachineGivesTheSameBits() {
    Invocation replay = Invocation.of("replay", first.toString(), "--quiet");
    assertThat(replay.code()).as(replay.out() + replay.err()).isEqualTo(ExitCode.DONE);
    assertThat(replay.out())
        .containsPattern("results.json: the same, \\d{3,} values")
        .containsPattern("metrics.jsonl: the same, \\d\\d values")
        .containsPattern("recipe.json: the same, \\d{3,} values")
        .contains("manifest.json: the same, 1 value")
        .contains("not compared: every field of seconds", "the same bits: ", "first-replay");
    assertThat(folder.resolve("first-replay/report.html")).isNotEmptyFile();
  }

  @Test
  void theFirstValueThatDiffersIsNamedWithWhatMayExplainIt() throws IOException {
    Path other = copy("other");
    replace(other.resolve("results.json"), "(\"testLoss\" : \\d\\.\\d*)\\d", "$17");
    replace(other.resolve("metrics.jsonl"), "\"objective\":", "\"objective\":1");
    replace(other.resolve("manifest.json"), "\"Java\" : \"", "\"Java\" : \"1.4 or ");
    Path out = folder.resolve("again");
    Invocation replay = Invocation.of("replay", other.toString(), "--out=" + out, "--json", "-q");
    assertThat(replay.code()).isEqualTo(ExitCode.FAILED);
    JsonNode outcome = JsonMapper.builder().build().readTree(replay.out());
    assertThat(outcome.get("same").asBoolean()).isFalse();
    JsonNode results = outcome.get("files").get(0);
    assertThat(results.get("file").asText()).isEqualTo("results.json");
    assertThat(results.get("differing").asInt()).isEqualTo(1);
    assertThat(results.get("first").get("path").asText()).isEqualTo("/transfer/0/testLoss");
    assertThat(outcome.get("files").get(1).get("first").get("path").asText())
        .isEqualTo("line 1 /objective");
    assertThat(outcome.get("files").get(2).get("differing").asInt()).isZero();
    assertThat(outcome.get("circumstances")).hasSize(1);
    assertThat(outcome.get("circumstances").get(0).get("then").asText()).startsWith("1.4 or ");
    assertThat(out.resolve("results.json")).isNotEmptyFile();
  }

  @Test
  void dataThatChangedSinceAreRefusedBeforeAnythingIsDone() throws IOException {
    Path changed = copy("changed");
    replace(changed.resolve("manifest.json"), "\"train\" : \"..", "\"train\" : \"zz");
    Path out = folder.resolve("never");
    Invocation replay = Invocation.of("replay", changed.toString(), "--out=" + out);
    assertThat(replay.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(replay.err()).contains("is of other data: train changed since");
    assertThat(out).doesNotExist();
  }

  @Test
  void whatIsNoRecordOfARunThatIsDoneIsRefused() throws IOException {
    Path killed = KilledRuns.runOf(folder);
    Invocation unfinished = Invocation.of("replay", killed.toString());
    assertThat(unfinished.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(unfinished.err()).contains("only a run that is done", "--resume goes on");
    Path bare = copy("bare");
    Files.delete(bare.resolve("config.yaml"));
    assertThat(Invocation.of("replay", bare.toString()).err()).contains("has no config.yaml");
    Invocation none = Invocation.of("replay", folder.resolve("nowhere").toString());
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
    Invocation taken = Invocation.of("replay", first.toString(), "--out=" + first);
    assertThat(taken.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(taken.err()).contains("holds an earlier run");
  }
}
