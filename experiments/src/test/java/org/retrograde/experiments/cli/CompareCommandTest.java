package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs beside each other, on the terminal, as JSON and as a page. */
final class CompareCommandTest {

  @TempDir private static Path folder = Path.of("");

  /** Two runs of the same seeds, and one of others. */
  @BeforeAll
  static void run() {
    run("one", "--seed=1");
    run("two", "--set=training.learning-rate=0.5", "--tag=half");
    run("three", "--seed=2");
  }

  private static void run(String name, String... more) {
    List<String> words =
        new ArrayList<>(List.of("run", "smoke", "--out=" + folder.resolve(name), "--quiet"));
    words.addAll(List.of(more));
    Invocation result = Invocation.of(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  private static Invocation compare(Path out, String... names) {
    List<String> words = new ArrayList<>(List.of("compare", "--out=" + out));
    for (String name : names) {
      words.add(name.startsWith("--") ? name : folder.resolve(name).toString());
    }
    return Invocation.of(words.toArray(String[]::new));
  }

  @Test
  void theTerminalHasRunsSettingsAndSeeds() throws IOException {
    Path out = folder.resolve("page.html");
    Invocation result = compare(out, "one", "two", "three");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .containsPattern("A one +done +0\\.\\d+ -> 0\\.\\d+ +objective +16 ")
        .containsPattern("B two .* half\\R")
        .containsPattern("config +A one +B two +C three")
        .containsPattern("training.learning-rate +1.0 +0.5 +1.0")
        .containsPattern("seed +1 +1 +2")
        .containsPattern("test loss of tuned at width 16 +B two .* 2 common seeds ")
        .containsPattern("test loss of tuned at width 16 +C three .* no common seeds, unpaired")
        .contains("page: " + out);
    assertThat(Files.readString(out))
        .contains("one, two, three beside each other", "chart-objective", "chart-schedule-0");
  }

  @Test
  void programsGetTheSameAsNumbers() throws IOException {
    Invocation result = compare(folder.resolve("json.html"), "one", "two", "--json");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    JsonNode figures = JsonMapper.builder().build().readTree(result.out());
    assertThat(Path.of(figures.get("page").asText())).isNotEmptyFile();
    assertThat(figures.get("labels")).hasSize(2);
    assertThat(figures.get("runs").get(1).get("tags").get(0).asText()).isEqualTo("half");
    assertThat(figures.get("settings").get(0).get("key").asText())
        .isEqualTo("training.learning-rate");
    JsonNode seeds = figures.get("seeds").get(0);
    assertThat(seeds.get("second").asText()).isEqualTo("B two");
    assertThat(seeds.get("difference").get("paired").asBoolean()).isTrue();
    assertThat(seeds.get("difference").get("seeds").asInt()).isEqualTo(2);
  }

  @Test
  void whatCannotBeComparedIsRefusedWithoutAPage() throws IOException {
    Path out = folder.resolve("none.html");
    assertThat(refusal(compare(out, "one"))).contains("DIR");
    assertThat(refusal(compare(out, "one", "nowhere"))).contains("nowhere is not a run directory");
    assertThat(refusal(compare(out, "one", "two/../one"))).contains("is given twice");
    Path killed = KilledRuns.runOf(Files.createDirectories(folder.resolve("killed")));
    assertThat(refusal(compare(out, "one", folder.relativize(killed).toString())))
        .contains("nothing in common to compare");
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("manifest.json"), "{");
    assertThat(refusal(compare(out, "one", "broken"))).contains("broken", "manifest.json");
    assertThat(refusal(compare(folder.resolve("one/config.yaml"), "one", "two")))
        .contains("--out:", "is no name of a page");
    assertThat(refusal(compare(folder.resolve("no/such/page.html"), "one", "two")))
        .contains("--out:", "cannot be written");
    assertThat(out).doesNotExist();
  }

  private static String refusal(Invocation result) {
    assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.WRONG_INPUT);
    return result.err();
  }
}
