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
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;

/**
 * Commands that compute nothing load nothing to compute with, so they start at once and work where
 * no native library does. Each is a process of its own, whose loaded classes are looked at.
 */
final class StartUpTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void commandsThatComputeNothingLoadNoNativeLibrary() throws IOException, InterruptedException {
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "run: {device: abacus}");
    List<List<String>> commands =
        List.of(
            List.of("list"),
            List.of("--help"),
            List.of("--version"),
            List.of("run", "--help"),
            List.of("run", "nowhere.yaml"),
            List.of("run", wrong.toString()),
            List.of("report", emptyRun().toString()));
    for (List<String> command : commands) {
      assertThat(classesOf(command)).as(command.toString()).noneMatch(StartUpTest::isNative);
    }
  }

  @Test
  void aListNeedsNeitherTheValidatorOfConfigsNorALogger() throws IOException, InterruptedException {
    assertThat(classesOf(List.of("list")))
        .noneMatch(name -> name.startsWith("com.networknt.") || name.startsWith("ch.qos.logback."));
  }

  @Test
  void aCommandThatOpensADeviceDoesLoadThem() throws IOException, InterruptedException {
    assertThat(classesOf(List.of("info"))).anyMatch(StartUpTest::isNative);
  }

  /** Libraries are loaded by JavaCPP and jnr-ffi, and by the static initializers of ND4J. */
  private static boolean isNative(String className) {
    return className.startsWith("org.bytedeco.")
        || className.startsWith("org.nd4j.")
        || className.startsWith("jnr.")
        || className.startsWith("com.kenai.jffi.");
  }

  private List<String> classesOf(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("classes.txt");
    List<String> words =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xlog:class+load:file=" + log + ":none:filecount=0",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()),
                command.stream())
            .toList();
    Process child =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    child.waitFor();
    try (Stream<String> lines = Files.lines(log)) {
      List<String> names = lines.map(line -> line.split(" ", 2)[0]).toList();
      assertThat(names).as("the log of %s", command).contains(Main.class.getName());
      return names;
    }
  }

  private Path emptyRun() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    directory.writeManifest(
        new Manifest(
            Manifest.SCHEMA,
            "empty",
            "Empty",
            "",
            RunStatus.DONE,
            null,
            "2000-01-01T00:00:00Z",
            0,
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            null));
    return directory.root();
  }
}
