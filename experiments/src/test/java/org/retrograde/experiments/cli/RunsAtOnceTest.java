package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/** Runs that are started together do not share a directory. */
final class RunsAtOnceTest {

  @TempDir private Path folder = Path.of("");

  private Child start(String name, String... arguments) throws IOException {
    Path log = folder.resolve(name + ".log");
    return new Child(
        new ProcessBuilder(Child.words(List.of(), List.of(arguments)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start(),
        log);
  }

  @Test
  void withoutADirectoryEachGetsOneOfItsOwn() throws IOException, InterruptedException {
    Child one = start("one", "run", "smoke");
    Child two = start("two", "run", "smoke");
    assertThat(one.code()).as(one.output()).isEqualTo(ExitCode.DONE);
    assertThat(two.code()).as(two.output()).isEqualTo(ExitCode.DONE);
    for (String name : List.of("smoke", "smoke-2")) {
      Path root = folder.resolve("runs").resolve(name);
      assertThat(RunDirectory.open(root).read().manifest().status()).isEqualTo(RunStatus.DONE);
      assertThat(RunDirectory.open(root).read().iterations()).hasSize(5);
    }
  }

  @Test
  void withTheSameDirectoryOneRunsAndTheOtherIsRefused() throws IOException, InterruptedException {
    Child one = start("one", "run", "smoke", "--out=same");
    Child two = start("two", "run", "smoke", "--out=same", "--set=seed=2");
    assertThat(List.of(one.code(), two.code()))
        .as(one.output() + two.output())
        .containsExactlyInAnyOrder(ExitCode.DONE, ExitCode.WRONG_INPUT);
    Child refused = one.code() == ExitCode.DONE ? two : one;
    assertThat(refused.output()).containsPattern("retrograde: .*(just begun|earlier run)");
    assertThat(refused.output()).doesNotContain("\tat ");
    assertThat(RunDirectory.open(folder.resolve("same")).read().iterations()).hasSize(5);
  }

  /** Where another process is at work, nothing is changed. */
  @Test
  void aRunThatGoesOnIsNeitherResumedNorSaidToHaveEnded() throws IOException {
    Path out = KilledRuns.runOf(folder);
    String manifest = Files.readString(out.resolve("manifest.json"));
    try (KeptResults atWork = new KeptResults(out.resolve("trials.jsonl"), Map.of())) {
      assertThat(atWork.size()).isZero();
      Invocation again = Invocation.of("run", "smoke", "--out=" + out, "--resume");
      assertThat(again.code()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(again.err()).contains("another process is at work in this directory");
      assertThat(Invocation.of("report", out.toString()).code()).isEqualTo(ExitCode.DONE);
      assertThat(Files.readString(out.resolve("manifest.json"))).isEqualTo(manifest);
      assertThat(Files.readString(out.resolve("report.html"))).contains("had not ended");
    }
    assertThat(Invocation.of("report", out.toString()).code()).isEqualTo(ExitCode.DONE);
    assertThat(RunDirectory.open(out).read().manifest().status())
        .as("when nobody is at work any more")
        .isEqualTo(RunStatus.INTERRUPTED);
  }

  @Test
  void aFolderInWhichAnotherProcessMeasuresIsRefused() throws IOException {
    Path out = folder.resolve("measured");
    String[][] commands = {
      {"coordcheck", "coordcheck-mlp", "--widths=16,32", "--seeds=2", "--steps=1"},
      {
        "lrsweep",
        "coordcheck-mlp",
        "--set=sweep={widths: [16, 32], learning-rates: {from: 0.5, factor: 4, count: 2}, seeds: 1}"
      },
      {"growth", "--max-steps=100"}
    };
    for (String[] command : commands) {
      try (ClaimedFolder other = ClaimedFolder.of(out)) {
        Invocation second = Invocation.of(words(command, out));
        assertThat(second.code()).as(second.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(second.err()).contains("--out: another process is writing to " + out);
        assertThat(other.resolve(command[0] + ".json")).doesNotExist();
      }
    }
    String[] coordcheck = words(commands[0], out);
    assertThat(Invocation.of(coordcheck).err()).as("when it is free").doesNotContain("another");
    assertThat(out.resolve("coordcheck.json")).isNotEmptyFile();
  }

  private static String[] words(String[] command, Path out) {
    return Stream.concat(Stream.of(command), Stream.of("--out=" + out)).toArray(String[]::new);
  }

  /** Earlier versions wrote their config first; one that was killed then has left it alone. */
  @Test
  void aDirectoryThatHoldsTheConfigOfTheRunAloneIsTaken() throws IOException {
    Path whole = folder.resolve("whole");
    assertThat(Invocation.of("run", "smoke", "--out=" + whole).code()).isEqualTo(ExitCode.DONE);
    String text = Files.readString(whole.resolve("config.yaml"));
    Path config = Files.writeString(left("report").resolve("config.yaml"), text);
    Invocation report = Invocation.of("report", left("report").toString());
    assertThat(report.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(report.err())
        .contains(
            "ended before it began; run %s --out %s begins it".formatted(config, left("report")));
    assertThat(Invocation.of("run", config.toString(), "--out=" + left("report")).code())
        .isEqualTo(ExitCode.DONE);
    Files.writeString(left("resumed").resolve("config.yaml"), text);
    assertThat(Invocation.of("run", "smoke", "--resume", "--out=" + left("resumed")).code())
        .isEqualTo(ExitCode.DONE);
    Files.writeString(left("other").resolve("config.yaml"), text);
    Invocation other = Invocation.of("run", "smoke", "--set=seed=9", "--out=" + left("other"));
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(other.err()).contains("holds a config.yaml alone, which is not that of this run");
    assertThat(left("other").resolve("config.yaml")).hasContent(text);
  }

  private Path left(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  @Test
  void aCheckDoesNotWriteIntoARunThatBeganMeanwhile() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("check"));
    directory.begin(KilledRuns.manifest());
    Invocation check = Invocation.of("check", "smoke", "--out=" + directory.root());
    assertThat(check.code()).isEqualTo(ExitCode.WRONG_INPUT);
    try (Stream<Path> files = Files.list(directory.root())) {
      assertThat(files).hasSize(1);
    }
  }
}
