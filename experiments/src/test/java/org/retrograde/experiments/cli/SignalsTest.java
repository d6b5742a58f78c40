package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/**
 * A run that is told to end says so in its directory, in one line and by its exit code; one that is
 * killed leaves a directory of which {@code report} says so.
 *
 * <p>How many random signals are sent is {@code -Dretrograde.signals}, to which experiment {@code
 * -Dretrograde.signals.experiment}, in {@code retrograde.test.jvm.options}; 4 to {@code smoke} if
 * not given.
 */
@EnabledOnOs(OS.LINUX)
final class SignalsTest {

  private static final int SIGNALS = Integer.getInteger("retrograde.signals", 4);
  private static final String EXPERIMENT =
      System.getProperty("retrograde.signals.experiment", "smoke");

  /** The latest of the random signals. */
  private static final int MILLISECONDS = EXPERIMENT.equals("smoke") ? 5_000 : 15_000;

  private static final Map<String, Integer> NUMBERS =
      Map.of("HUP", 1, "INT", 2, "KILL", 9, "TERM", 15);

  /** Tuning that lasts until it is stopped. */
  private static final String LONG = "--set=tune.iterations=3000";

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void signalsCanBeSent() throws IOException, InterruptedException {
    assumeTrue(runs("env", "--default-signal=INT", "true"), "env of GNU coreutils 8.31");
  }

  private static boolean runs(String... words) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // not there
    }
  }

  private static List<String> words(List<String> javaOptions, String... arguments) {
    return Stream.concat(
            Child.SIGNALS_AS_BY_DEFAULT.stream(),
            Child.words(javaOptions, List.of(arguments)).stream())
        .toList();
  }

  private Child start(Path out, String experiment, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", experiment, "--out=" + out));
    arguments.addAll(List.of(more));
    List<String> java = experiment.equals("smoke") ? List.of() : List.of("-Xmx2g");
    return Child.start(
        folder.resolve(out.getFileName() + ".log"), words(java, arguments.toArray(String[]::new)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalDuringTuningEndsInGoodOrder(String signal) throws IOException, InterruptedException {
    Path out = folder.resolve("run");
    Child child = start(out, "smoke", LONG);
    child.awaitFile(out.resolve("metrics.jsonl"));
    child.signal(signal);
    assertThat(child.code()).as(child.output()).isEqualTo(128 + NUMBERS.getOrDefault(signal, 0));
    assertSaid(out, child.output());
    assertThat(Invocation.of("report", out.toString()).code()).isEqualTo(ExitCode.DONE);
  }

  /** The directory is claimed, and nothing else is there: classes load, data, libraries. */
  @Test
  void aSignalInTheFirstInstantEndsInGoodOrder() throws IOException, InterruptedException {
    Path out = folder.resolve("run");
    Child child = start(out, "smoke", LONG);
    child.awaitFile(out.resolve("manifest.json"));
    child.signal("INT");
    assertThat(child.code()).as(child.output()).isEqualTo(ExitCode.INTERRUPTED);
    assertSaid(out, child.output());
  }

  /** The progress bar must leave Ctrl-C alone. */
  @Test
  void ctrlCInATerminalEndsInGoodOrder() throws IOException, InterruptedException {
    assumeTrue(runs("script", "-qec", "true", "/dev/null"), "script of util-linux");
    Path out = folder.resolve("run");
    Path log = folder.resolve("run.log");
    String command =
        words(List.of("-Dretrograde.terminal=true"), "run", "smoke", LONG, "--out=" + out).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Child child = Child.start(log, List.of("script", "-qec", command, "/dev/null"));
    child.awaitFile(out.resolve("metrics.jsonl"));
    try (OutputStream keyboard = child.process().getOutputStream()) {
      keyboard.write('C' - '@');
      keyboard.flush();
      assertThat(child.code()).as(child.output()).isEqualTo(ExitCode.INTERRUPTED);
    }
    assertThat(child.output()).as("the bar").contains("tune", "/3000");
    assertSaid(out, child.output());
  }

  /** What the manifest says, the report that is there, and one line. */
  private static void assertSaid(Path out, String output) throws IOException {
    Manifest manifest = RunDirectory.open(out).read().manifest();
    assertThat(manifest.status()).as(output).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(manifest.message()).contains("interrupted");
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(linesOf(output))
        .singleElement()
        .asString()
        .contains("interrupted; what was finished is in " + out, "--resume goes on");
  }

  private static List<String> linesOf(String output) {
    assertThat(output).doesNotContain("\tat ", "Exception");
    return output.lines().filter(line -> line.startsWith("retrograde: ")).toList();
  }

  @Test
  void randomSignalsLeaveADirectoryThatSaysWhatHappened() throws IOException, InterruptedException {
    Random random = new Random(3);
    List<String> signals = List.of("KILL", "INT", "TERM", "HUP");
    String[] longer = EXPERIMENT.equals("smoke") ? new String[] {LONG} : new String[0];
    for (int i = 0; i < SIGNALS; i++) {
      String signal = signals.get(i % signals.size());
      long wait = random.nextInt(MILLISECONDS);
      Path out = folder.resolve("random" + i);
      Child child = start(out, EXPERIMENT, longer);
      child.process().waitFor(wait, TimeUnit.MILLISECONDS);
      child.signal(signal);
      String what = signal + " after " + wait + " ms: " + child.output();
      assertThat(child.code()).as(what).isEqualTo(128 + NUMBERS.getOrDefault(signal, 0));
      assertThat(linesOf(child.output())).as(what).hasSizeLessThanOrEqualTo(1);
      if (Files.exists(out.resolve("manifest.json"))) {
        assertReported(out, signal, what);
      } else {
        assertThat(begunIn(out)).as(what).isEmpty();
      }
    }
  }

  private static void assertReported(Path out, String signal, String what) throws IOException {
    Invocation report = Invocation.of("report", out.toString());
    assertThat(report.code()).as(what + report.err()).isEqualTo(ExitCode.DONE);
    Manifest manifest = RunDirectory.open(out).read().manifest();
    assertThat(manifest.status()).as(what).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(manifest.message())
        .as(what)
        .contains(signal.equals("KILL") ? "its process ended without a word" : "interrupted");
    assertThat(Files.readString(out.resolve("report.html"))).contains("This run was interrupted");
  }

  /** Drafts that a kill has left are not counted. */
  private static List<Path> begunIn(Path out) throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }
}
