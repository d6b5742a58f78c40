package org.retrograde.experiments.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The system's Python, with whatever it has installed. */
final class Python {

  private static final String PYTHON = "/usr/bin/python3";

  private Python() {}

  /**
   * What a process printed and returned.
   *
   * @param code exit code
   * @param out standard output
   * @param err standard error
   */
  record Result(int code, String out, String err) {}

  /** Skips the test where there is no Python. */
  static void assumeThere() {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), "there is no " + PYTHON);
  }

  /** Skips the test where Python has no PyTorch. */
  static void assumeTorch() throws IOException, InterruptedException {
    assumeThere();
    Result result = run("-c", "import numpy, torch");
    assumeTrue(
        result.code() == 0,
        "%s has no PyTorch; Debian has it in python3-torch. It said: %s"
            .formatted(PYTHON, result.err().strip()));
  }

  /** Copies a script from beside this class. */
  static Path copy(String script, Path folder) throws IOException {
    Path copy = folder.resolve(script);
    try (InputStream source =
        Objects.requireNonNull(Python.class.getResourceAsStream(script), script)) {
      Files.copy(source, copy);
    }
    return copy;
  }

  static Result run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(PYTHON));
    words.addAll(List.of(arguments));
    Path err = Files.createTempFile("python", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(words).redirectError(err.toFile());
      builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
