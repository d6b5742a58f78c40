package org.retrograde.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as a process of its own, which can be killed.
 *
 * @param process that runs it
 * @param log its output and error, together
 */
record Child(Process process, Path log) {

  /** A shell that runs things in the background has them ignore Ctrl-C; a child inherits that. */
  static final List<String> SIGNALS_AS_BY_DEFAULT = List.of("env", "--default-signal=HUP,INT,TERM");

  /** Longer than any of these takes on any machine. */
  private static final long MINUTES = 5;

  /** Returns the words that start it. */
  static List<String> words(List<String> javaOptions, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx512m", "--add-modules", "jdk.incubator.vector"));
    words.addAll(javaOptions);
    words.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName()));
    words.addAll(arguments);
    return words;
  }

  /** Starts words, whose output is added to a file. */
  static Child start(Path log, List<String> words) throws IOException {
    return new Child(
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        log);
  }

  /** Waits for its end and returns its exit code; kills it where there is none. */
  int code() throws InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  /** Waits until a file has something in it, or the process has ended. */
  void awaitFile(Path file) throws IOException, InterruptedException {
    while (!(Files.exists(file) && Files.size(file) > 0)
        && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
      // not there yet
    }
  }

  /** Sends it a signal, such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  String output() throws IOException {
    return Files.readString(log);
  }
}
