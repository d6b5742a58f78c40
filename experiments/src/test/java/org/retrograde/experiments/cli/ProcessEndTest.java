package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/** A process that dies, for want of memory, disk or output, keeps its word. */
final class ProcessEndTest {

  @TempDir private Path folder = Path.of("");

  private Child start(List<String> words) throws IOException {
    return Child.start(folder.resolve("log"), words);
  }

  /** Ends the process as if all were done. */
  public static final class Exiting extends ObjectiveFaultsTest.Bowl {
    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      if (step == 2) {
        System.exit(ExitCode.DONE);
      }
      return super.gradient(step, weights, gradient);
    }
  }

  @Test
  void aClassThatEndsTheProcessEndsItsRunAsFailed() throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            name: mine
            problem: {class: '%s'}
            training: {steps: 5, learning-rate: 0.1}
            judge: {seeds: 1}
            """
                .formatted(Exiting.class.getName()));
    Path out = folder.resolve("run");
    Child child = start(Child.words(List.of(), List.of("run", config.toString(), "--out=" + out)));
    assertThat(child.code()).as(child.output()).isEqualTo(ExitCode.FAILED);
    String place = "System.exit was called at ";
    assertThat(child.output()).contains("retrograde: " + place, "ProcessEndTest.java:");
    Manifest manifest = RunDirectory.open(out).read().manifest();
    assertThat(manifest.status()).isEqualTo(RunStatus.FAILED);
    assertThat(manifest.message()).startsWith(place);
    assertThat(out.resolve("report.html")).isNotEmptyFile();
  }

  /** MNIST alone is larger than this heap. */
  @Test
  void wantOfMemoryIsALineWithARemedyAndNoTrace() throws IOException, InterruptedException {
    List<String> command = List.of("run", "quickstart", "--out=" + folder.resolve("run"));
    Child child = start(Child.words(List.of("-Xmx40m"), command));
    assertThat(child.code()).isEqualTo(ExitCode.FAILED);
    assertThat(child.output())
        .contains("retrograde: out of memory: the Java heap may take 40 MB; RETROGRADE_JAVA_OPTS")
        .doesNotContain("\tat ");
  }

  @Test
  void aRunOnAFullDiskSaysSoAndHowToGoOn() throws IOException, InterruptedException {
    Path out = folder.resolve("disk/run");
    String run =
        Child.words(
                List.of(), List.of("run", "smoke", "--set=tune.iterations=3000", "--out=" + out))
            .stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    // A disk of 400 kB of its own, that goes with its process.
    Path copy = folder.resolve("copy");
    String disk = Objects.requireNonNull(out.getParent()).toString();
    String script =
        "mkdir '%s' && mount -t tmpfs -o size=400k none '%s' && { %s; code=$?; cp -r '%s' '%s'; exit $code; }"
            .formatted(disk, disk, run, out, copy);
    List<String> inside = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
    assumeTrue(mounts(inside), "unshare of util-linux, and the right to mount");
    Child child = start(append(inside, script));
    assertThat(child.code()).as(child.output()).isEqualTo(ExitCode.FAILED);
    assertThat(child.output())
        .containsPattern("retrograde: .*disk/run/[a-z.]+: No space left on device")
        .contains("./retrograde report " + out, "--out " + out + " --resume goes on")
        .doesNotContain("\tat ");
    Manifest manifest = RunDirectory.open(copy).read().manifest();
    assertThat(manifest.status()).isEqualTo(RunStatus.FAILED);
    assertThat(manifest.message()).contains("No space left on device");
    assertThat(Invocation.of("report", copy.toString()).code()).isEqualTo(ExitCode.DONE);
  }

  private boolean mounts(List<String> inside) throws IOException, InterruptedException {
    try {
      return start(append(inside, "mount -t tmpfs -o size=4k none '" + folder + "'")).code() == 0;
    } catch (IOException e) {
      return false; // no unshare
    }
  }

  private static List<String> append(List<String> words, String last) {
    return Stream.concat(words.stream(), Stream.of(last)).toList();
  }

  @Test
  void outputToAFullDeviceIsAFailure() throws IOException, InterruptedException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "/dev/full");
    Process process =
        new ProcessBuilder(Child.words(List.of(), List.of("list")))
            .redirectOutput(full.toFile())
            .redirectError(folder.resolve("log").toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
    assertThat(folder.resolve("log"))
        .content()
        .contains("retrograde: standard output cannot be written: No space left on device");
  }

  @Test
  void aReaderThatWantsNoMoreIsNoFailure() {
    assertThat(codeWhere("No space left on device")).isEqualTo(ExitCode.FAILED);
    assertThat(codeWhere("Broken pipe")).isEqualTo(ExitCode.DONE);
  }

  private static int codeWhere(String failure) {
    Output output =
        new Output(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException(failure);
              }
            });
    output.printer().println("a line");
    return output.checked(ExitCode.DONE, new PrintWriter(new StringWriter()));
  }

  /** A kill between the manifest and all else, within the write of another file. */
  @Test
  void aRunThatWasKilledWhenItBeganIsReportedAndGoneOnWith() throws IOException {
    Path out = KilledRuns.runOf(folder);
    Files.writeString(out.resolve(".config.yaml.1-1.tmp"), "na");
    Invocation report = Invocation.of("report", out.toString());
    assertThat(report.code()).as(report.err()).isEqualTo(ExitCode.DONE);
    assertThat(RunDirectory.open(out).read().manifest().message())
        .contains("its process ended without a word", "--resume goes on");
    Invocation again = Invocation.of("run", "smoke", "--out=" + out);
    assertThat(again.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(again.err()).contains("holds an earlier run", "--resume");
    Invocation resumed = Invocation.of("run", "smoke", "--out=" + out, "--resume");
    assertThat(resumed.code()).as(resumed.err()).isEqualTo(ExitCode.DONE);
    assertThat(out.resolve(".config.yaml.1-1.tmp")).doesNotExist();
  }

  @Test
  void aRunThatWasKilledBeforeItBeganIsNoObstacle() throws IOException {
    Path out = Files.createDirectory(folder.resolve("run"));
    Files.writeString(out.resolve(".manifest.json.1-1.tmp"), "{");
    Invocation report = Invocation.of("report", out.toString());
    assertThat(report.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(report.err()).contains("ended before it began; run it again");
    Invocation run = Invocation.of("run", "smoke", "--out=" + out);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
  }
}
