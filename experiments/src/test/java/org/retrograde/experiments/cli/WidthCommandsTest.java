package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at several widths. */
final class WidthCommandsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String SMALL_SWEEP =
      "sweep={widths: [16, 8], learning-rates: {from: 0.5, factor: 4, count: 3}, seeds: 1,"
          + " parametrizations: [mup, mup-t3, standard]}";

  @TempDir private Path folder = Path.of("");

  @Test
  void coordcheckNamesWhatIsAtFaultOnScreenInJsonAndOnThePage() throws IOException {
    Path out = folder.resolve("new/coordcheck");
    String[] command = {
      "coordcheck",
      "coordcheck-mlp",
      "--set=model.parametrization=faulty-readout-twice",
      "--widths=16,32,64",
      "--seeds=16",
      "--steps=1",
      "--out=" + out
    };
    Invocation result = Invocation.of(command);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out())
        .contains("faulty: readout scaled twice; widths [16, 32, 64], 16 seeds, 1 steps")
        .contains("FAILED")
        .containsPattern("(?m)^at fault: W3: z3 at the start goes as width\\^-1\\.\\d\\d")
        .contains("coordcheck.html");

    JsonNode check = JSON.readTree(Files.readString(out.resolve("coordcheck.json")));
    assertThat(check.get("passed").asBoolean()).isFalse();
    assertThat(check.get("faults").get(0).get("tensor").asText()).isEqualTo("W3");
    assertThat(check.get("series")).hasSize(3 * 2 + 3 + 6);
    assertThat(check.get("manifest").get("seeds").get("coordcheck")).hasSize(16);
    assertThat(Files.readString(out.resolve("coordcheck.html"))).contains("W3 is at fault");
  }

  @Test
  void coordcheckPassesWhatIsRight() throws IOException {
    Path out = folder.resolve("right");
    Invocation result =
        Invocation.of(
            "coordcheck",
            "coordcheck-mlp",
            "--widths=32,64,128",
            "--steps=1",
            "--json",
            "--out=" + out);
    assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).isEqualTo(Files.readString(out.resolve("coordcheck.json")));
    assertThat(JSON.readTree(result.out()).get("faults")).isEmpty();
  }

  @Test
  void whereChanceLeavesItOpenCoordcheckSaysSoAndWhatToDo() throws IOException {
    Path out = folder.resolve("open");
    Invocation result =
        Invocation.of(
            "coordcheck",
            "coordcheck-mlp",
            "--widths=16,32",
            "--seeds=2",
            "--steps=1",
            "--out=" + out);
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out())
        .contains("UNCLEAR", "CANNOT TELL: with 2 seeds chance may move the slope of ")
        .containsPattern("--seeds=\\d+ would likely decide")
        .doesNotContain("FAILED", "at fault");
    JsonNode check = JSON.readTree(Files.readString(out.resolve("coordcheck.json")));
    assertThat(check.get("passed").asBoolean()).isFalse();
    assertThat(check.get("advice").asText()).startsWith("with 2 seeds");
    assertThat(Files.readString(out.resolve("coordcheck.html"))).contains("The check cannot tell");
  }

  @Test
  void fixedSizesHaveNoWidthToCheck() {
    Invocation result = Invocation.of("coordcheck", "coordcheck-mlp", "--set=model.hidden=[9, 5]");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("model.hidden fixes its hidden layers at [9, 5]");
  }

  @Test
  void lrsweepShowsEveryParametrizationAndTheSameBitsWhateverTheJobs() throws IOException {
    Path out = folder.resolve("sweep");
    Invocation result =
        Invocation.of("lrsweep", "smoke", "--set", SMALL_SWEEP, "--jobs=2", "--out=" + out);
    assertThat(result.code()).as(result.err()).isIn(ExitCode.DONE, ExitCode.FAILED);
    assertThat(result.out())
        .contains("mean training loss of the last ten minibatches")
        .contains("muP\n", "muP, form T3", "standard")
        .containsPattern("C1 +largest regret")
        .contains("octaves where the width doubles");
    JsonNode sweep = JSON.readTree(Files.readString(out.resolve("lrsweep.json")));
    assertThat(sweep.get("transfers")).hasSize(3);
    JsonNode curves = sweep.get("transfers").get(0).get("curves");
    assertThat(curves.get(0).get("width").asInt()).isEqualTo(8);
    assertThat(curves.get(0).get("points")).hasSize(3);
    assertThat(Files.readString(out.resolve("lrsweep.html"))).contains("chart-sweep");

    Invocation alone =
        Invocation.of(
            "lrsweep", "smoke", "--set", SMALL_SWEEP, "--jobs=1", "--out=" + out, "--json");
    assertThat(JSON.readTree(alone.out()).get("transfers")).isEqualTo(sweep.get("transfers"));
  }

  @Test
  void atTheBaseWidthAllParametrizationsButTheUnitFormHaveTheSameLosses() throws IOException {
    Invocation result =
        Invocation.of(
            "lrsweep", "smoke", "--set", SMALL_SWEEP, "--json", "--out=" + folder.resolve("same"));
    JsonNode transfers = JSON.readTree(result.out()).get("transfers");
    for (int i = 1; i < 3; i++) {
      assertThat(transfers.get(i).get("curves").get(1).get("points"))
          .isEqualTo(transfers.get(0).get("curves").get(1).get("points"));
    }
  }

  @Test
  void aRunMakesTheSweepsOfOtherExperimentsAndGoesOnWithThem() throws IOException {
    String small =
        """
        data: {train: 5000, validation: 640, test: 640}
        training: {steps: 4, batch: 2}
        model: {depth: 1, width: 32, base-width: 32}
        sweep: {widths: [16, 32], learning-rates: {count: 2}\
        """;
    Path one = folder.resolve("one.yaml");
    Files.writeString(one, "name: one\nlike: lingle/biases\n" + small + ", seeds: 1}\n");
    Files.writeString(
        folder.resolve("two.yaml"),
        "name: two\nlike: lingle/standard\n" + small + ", published: null}\n");
    Path all = folder.resolve("all.yaml");
    Files.writeString(
        all, "name: all\nlike: one.yaml\nsweep: null\nablations: [one.yaml, two.yaml]\n");

    Path out = folder.resolve("out");
    Invocation whole = Invocation.of("run", all.toString(), "--out=" + out);
    assertThat(whole.code()).as(whole.err()).isEqualTo(ExitCode.DONE);
    assertThat(whole.out())
        .containsPattern("one +best rate .* at 16, .* at 32; .* as published it stays\n")
        .containsPattern("two +best rate .*\n");
    JsonNode sweeps = JSON.readTree(Files.readString(out.resolve("results.json"))).get("sweeps");
    assertThat(sweeps).hasSize(2);
    assertThat(sweeps.get(1).get("published").isNull()).isTrue();
    assertThat(Files.readString(out.resolve("report.html"))).contains("chart-sweep");

    Path alone = folder.resolve("alone");
    Invocation.of("run", one.toString(), "--out=" + alone);
    assertThat(JSON.readTree(Files.readString(alone.resolve("results.json"))).get("sweeps").get(0))
        .isEqualTo(sweeps.get(0));
    Path page = folder.resolve("page");
    Invocation.of("lrsweep", one.toString(), "--out=" + page);
    assertThat(
            JSON.readTree(Files.readString(page.resolve("lrsweep.json"))).get("transfers").get(0))
        .isEqualTo(sweeps.get(0).get("transfer"));
  }
}
