package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.engine.KeptResults;

/** What is there of earlier runs, and how they are found again. */
final class RunsCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder = Path.of("");

  /** Two runs that are done, one of them in a group; one that was killed; one whose files broke. */
  @BeforeAll
  static void run() throws IOException {
    done("run", "smoke", "--out=" + folder.resolve("b"), "--tag=first", "--tag=lr:1");
    done("run", "smoke", "--out=" + folder.resolve("group/a"), "--seed=2", "--tag=first");
    KilledRuns.runOf(folder);
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("manifest.json"), "{\"schema\": ");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve(".hidden/run"));
    Files.writeString(folder.resolve(".hidden/run/manifest.json"), "");
  }

  private static Invocation done(String... words) {
    Invocation result = Invocation.of(words);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    return result;
  }

  private static List<String> names(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("runs", folder.toString(), "--json"));
    all.addAll(List.of(words));
    List<String> names = new ArrayList<>();
    for (JsonNode entry : JSON.readTree(done(all.toArray(String[]::new)).out())) {
      names.add(folder.relativize(Path.of(entry.get("directory").asText())).toString());
    }
    return names;
  }

  @Test
  void everyRunIsALineWithItsFiguresAndADamagedOneSaysSo() {
    List<String> lines = done("runs", folder.toString()).out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("run").contains("status", "before -> after", "tags");
    assertThat(lines.get(1))
        .startsWith(folder.resolve("b").toString())
        .contains("done", " -> ", "objective", " 16 ", "first lr:1");
    assertThat(lines.get(2)).startsWith(folder.resolve("group/a").toString()).endsWith("first");
    assertThat(lines.get(3)).contains("killed", "cut-off", "2000-01-01 00:00");
    assertThat(lines.get(4)).contains("broken", "damaged: ", "manifest.json");
  }

  @Test
  void programsGetTheSameAsNumbers() throws IOException {
    JsonNode entries = JSON.readTree(done("runs", folder.toString(), "--json").out());
    assertThat(entries).hasSize(4);
    JsonNode first = entries.get(0);
    assertThat(first.get("state").asText()).isEqualTo("DONE");
    assertThat(first.get("width").asInt()).isEqualTo(16);
    assertThat(first.get("tags")).hasSize(2);
    JsonNode figure = first.get("figure");
    assertThat(figure.get("after").asDouble()).isLessThan(figure.get("before").asDouble());
    assertThat(first.get("problem").isNull()).isTrue();
    assertThat(entries.get(1).get("state").asText()).isEqualTo("DAMAGED");
    assertThat(entries.get(1).get("problem").asText()).contains("manifest.json");
    assertThat(entries.get(3).get("state").asText()).isEqualTo("CUT_OFF");
  }

  @Test
  void aRunIsRunningWhileAProcessHasItsTrials() throws IOException {
    Path run = KilledRuns.runOf(Files.createDirectories(folder.resolve(".at-work")));
    assertThat(done("runs", run.toString()).out()).contains("cut-off");
    KeptResults trials = new KeptResults(run.resolve("trials.jsonl"), Map.of());
    assertThat(done("runs", run.toString()).out()).contains("running").doesNotContain("cut-off");
    trials.close();
  }

  @Test
  void theyAreFilteredAndSorted() throws IOException {
    assertThat(names()).containsExactly("b", "broken", "group/a", "killed");
    assertThat(names("--reverse")).containsExactly("killed", "group/a", "broken", "b");
    assertThat(names("--sort=when")).startsWith("killed").endsWith("broken");
    assertThat(names("--tag=first")).containsExactly("b", "group/a");
    assertThat(names("--tag=first", "--tag=lr:1")).containsExactly("b");
    assertThat(names("--status=cut-off,damaged")).containsExactly("broken", "killed");
    assertThat(names("--experiment=smoke", "--status=done")).containsExactly("b", "group/a");
    assertThat(names("--experiment=other")).isEmpty();
  }

  @Test
  void tagsComeAndGoAndNothingElseChanges() throws IOException {
    Path run = folder.resolve("group/a");
    String results = Files.readString(run.resolve("results.json"));
    assertThat(done("runs", "tag", run.toString(), "--add=x", "--add=y", "--remove=first").out())
        .isEqualTo(run + ": x y" + System.lineSeparator());
    assertThat(names("--tag=x")).containsExactly("group/a");
    done("runs", "tag", run.toString(), "--remove=x", "--remove=y", "--add=first");
    assertThat(Files.readString(run.resolve("tags.txt"))).isEqualTo("first\n");
    assertThat(Files.readString(run.resolve("results.json"))).isEqualTo(results);
  }

  @Test
  void aTagThatIsNoneIsRefusedBeforeAnythingIsDone() {
    Path out = folder.resolve("none");
    Invocation run = Invocation.of("run", "smoke", "--out=" + out, "--tag=two words");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(run.err()).contains("a tag is a word", "got 'two words'");
    assertThat(out).doesNotExist();
    Invocation tag = Invocation.of("runs", "tag", folder.resolve("b").toString(), "--add=");
    assertThat(tag.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(Invocation.of("runs", "tag", folder.resolve("empty").toString()).code())
        .isEqualTo(ExitCode.WRONG_INPUT);
  }

  @Test
  void anEmptyFolderHasNoRunsAndOneThatIsNotThereIsRefused() {
    Path empty = folder.resolve("empty");
    assertThat(done("runs", empty.toString()).out()).contains("no runs in " + empty);
    assertThat(done("runs", empty.toString(), "--json").out().strip()).isEqualTo("[ ]");
    assertThat(done("runs", folder.toString(), "--tag=nobody").out()).contains("of this kind");
    Invocation missing = Invocation.of("runs", folder.resolve("missing").toString());
    assertThat(missing.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(missing.err()).contains("missing cannot be looked into", "folders that hold runs");
    assertThat(Invocation.of("runs", folder.toString(), "--status=lost").err())
        .contains("no status 'lost'; there are [running, done");
  }
}
