package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.reports.record.RunDirectory;

/** Commands and options that a user guesses. */
final class FlagsTest {

  @TempDir private static Path folder = Path.of("");
  private static String experiment = "";

  /** An experiment of milliseconds. */
  @BeforeAll
  static void writeExperiment() throws IOException {
    experiment =
        Files.writeString(
                folder.resolve("tiny.yaml"),
                """
                name: tiny
                title: A network of a few weights
                data: {source: synthetic, features: 4, classes: 3, train: 30, validation: 12, test: 12}
                model: {width: 8, base-width: 8}
                training: {steps: 10, batch: 8, learning-rate: 0.02}
                reversal: {steps: 5}
                """)
            .toString();
  }

  @Test
  void helpAndVersionAreCommandsToo() {
    assertThat(Invocation.of("help")).isEqualTo(Invocation.of("--help"));
    assertThat(Invocation.of("help", "run").out())
        .isEqualTo(Invocation.of("run", "--help").out())
        .contains("Usage: retrograde run");
    assertThat(Invocation.of("version")).isEqualTo(Invocation.of("--version"));
    assertThat(Invocation.of("version").out())
        .contains("Retrograde", "Java " + Runtime.version().feature());
    Invocation unknown = Invocation.of("help", "rum");
    assertThat(unknown.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(unknown.err()).contains("rum");
  }

  @Test
  void aShellCompletesCommandsOptionsAndExperiments() throws IOException, InterruptedException {
    Invocation script = Invocation.of("completion");
    assertThat(script.code()).isEqualTo(ExitCode.DONE);
    assertThat(Invocation.of("completion", "bash").out()).isEqualTo(script.out());
    Invocation fish = Invocation.of("completion", "fish");
    assertThat(fish.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(fish.err()).contains("completion is for bash and zsh, got 'fish'");
    Path file = Files.writeString(folder.resolve("completion.bash"), script.out());
    assertThat(completed(file, "tran")).isEqualTo("transfer");
    assertThat(completed(file, "run", "--res")).isEqualTo("--resume");
    assertThat(completed(file, "run", "quickstart-b")).isEqualTo("quickstart-baselines");
    assertThat(completed(file, "nothing-begins-so")).isEmpty();
  }

  private static String completed(Path script, String... words)
      throws IOException, InterruptedException {
    String typed = "./retrograde " + String.join(" ", words);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source %s; compopt() { :; }; COMP_LINE='%s'; COMP_WORDS=(%s); COMP_CWORD=%d; COMPREPLY=();"
                        .formatted(script, typed, typed, words.length)
                    + " _complete_retrograde; echo ${COMPREPLY[@]}")
            .start();
    String reply = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(reply).isZero();
    return reply.strip();
  }

  @Test
  void theSeedOfAnOptionGoesBeforeThatOfSet() throws IOException {
    Path out = folder.resolve("seed");
    Invocation result =
        Invocation.of("run", experiment, "--seed=7", "--set=seed=5", "-o", out.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(RunDirectory.open(out).read().config()).contains("seed: 7");
    Invocation wrong = Invocation.of("run", experiment, "--seed=x", "-o", out.toString());
    assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(wrong.err()).contains("seed: must be an integer");
  }

  @Test
  void aQuietRunSaysWhereItsReportIsAndNothingElse() {
    Path out = folder.resolve("quiet");
    Invocation result = Invocation.of("run", experiment, "-q", "-o", out.toString());
    assertThat(result)
        .isEqualTo(
            new Invocation(
                ExitCode.DONE, "report: %s%n".formatted(out.resolve("report.html")), ""));
    Invocation again = Invocation.of("run", experiment, "-q", "-o", out.toString(), "--resume");
    assertThat(again).as("a run that is done").isEqualTo(result);
    Invocation wrong = Invocation.of("run", experiment, "--quiet", "-o", out.toString());
    assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(wrong.err().lines()).hasSize(1).first().asString().contains("an earlier run");
  }

  @Test
  void aVerboseRunSaysEveryStepAndWhereAnErrorArose() {
    Path out = folder.resolve("verbose");
    Invocation result = Invocation.of("run", experiment, "-v", "-o", out.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err()).containsPattern("\\d\\.\\d s  reversal 1/2, exact");
    Invocation wrong = Invocation.of("run", experiment, "--verbose", "-o", out.toString());
    assertThat(wrong.err()).contains("an earlier run", "at org.retrograde.experiments.cli.");
    Invocation both = Invocation.of("run", experiment, "-v", "-q");
    assertThat(both.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(both.err()).startsWith("retrograde: --").contains("mutually exclusive");
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndDoesNothing() throws IOException {
    Path out = folder.resolve("dry/run");
    Invocation result = Invocation.of("run", experiment, "--dry-run", "-o", out.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("tiny: A network of a few weights", "30 training, 12 validation")
        .contains("would do: reversal")
        .endsWith("would write: %s%n".formatted(out));
    assertThat(out.getParent()).doesNotExist();
    Invocation quiet = Invocation.of("run", experiment, "-qn", "-o", out.toString());
    assertThat(quiet.out()).isEqualTo("would write: %s%n".formatted(out));
  }

  @Test
  void aDryRunRefusesWhatARunWould() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("mine.txt"), "");
    String[][] wrong = {
      {"-o" + taken, "taken is not empty"},
      {"-o" + experiment + "/run", "tiny.yaml cannot be written to"},
      {"--json", "--dry-run has neither figures"},
      {"--set=data={source: csv, file: no.csv, train: 3, validation: 3, test: 3}", "no.csv"},
      {"--set=training.batch=31", "training.batch: must be at most"}
    };
    for (String[] option : wrong) {
      Invocation result = Invocation.of("run", experiment, "--dry-run", option[0]);
      assertThat(result.code()).as(option[0]).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(result.err()).contains(option[1]);
      assertThat(result.out()).isEmpty();
    }
    assertThat(taken).isDirectoryContaining("glob:**mine.txt");
  }

  @Test
  void forceReplacesARunAndNothingElse() throws IOException {
    Path out = folder.resolve("forced");
    String[] run = {"run", experiment, "-o", out.toString(), "--seed=1"};
    assertThat(Invocation.of(run).code()).isEqualTo(ExitCode.DONE);
    Path mine = Files.writeString(out.resolve("mine.txt"), "kept");
    Path stale = Files.writeString(out.resolve("recipe.json"), "of the earlier run");
    run[4] = "--seed=2";
    assertThat(Invocation.of(run).err()).contains("an earlier run", "replace it by --force");
    String[] forced = {"run", experiment, "-o", out.toString(), "--seed=2", "--force"};
    forced[5] = "-fn";
    assertThat(Invocation.of(forced).code()).isEqualTo(ExitCode.DONE);
    assertThat(RunDirectory.open(out).read().config()).as("a dry run").contains("seed: 1");
    forced[5] = "--force";
    forced[4] = "--set=training.batch=31";
    assertThat(Invocation.of(forced).code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(RunDirectory.open(out).read().config()).as("a wrong config").contains("seed: 1");
    forced[4] = "--seed=2";
    Invocation result = Invocation.of(forced);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(RunDirectory.open(out).read().config()).contains("seed: 2");
    assertThat(stale).doesNotExist();
    assertThat(mine).hasContent("kept");
    assertThat(Invocation.of("run", experiment, "--force", "--resume", "-o", "x").code())
        .isEqualTo(ExitCode.WRONG_INPUT);
  }

  @Test
  void forceRefusesWhatIsNoRun() throws IOException {
    Path site = Files.createDirectory(folder.resolve("site"));
    Path index = Files.writeString(site.resolve("report.html"), "mine");
    String[] forced = {"run", experiment, "--force", "-o", site.toString()};
    assertThat(Invocation.of(forced).code()).isEqualTo(ExitCode.WRONG_INPUT);
    Files.writeString(site.resolve("manifest.json"), "{\"name\": \"an application\"}");
    Invocation result = Invocation.of(forced);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("manifest.json");
    assertThat(Invocation.of("run", experiment, "-nf", "-o", site.toString())).isEqualTo(result);
    assertThat(index).hasContent("mine");
    try (KeptResults kept = new KeptResults(site.resolve("trials.jsonl"), Map.of("a", "b"))) {
      assertThat(Invocation.of(forced).err()).contains("another process is at work");
      assertThat(kept.size()).isZero();
    }
  }
}
