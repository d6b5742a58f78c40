package org.retrograde.experiments.python;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The system's Python with PyTorch, and the models of the tests. */
public final class PythonFixture {

  public static final String PYTHON = "/usr/bin/python3";

  private PythonFixture() {}

  /** Skips the test where Python has no PyTorch. */
  public static void assumeTorch() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), "there is no " + PYTHON);
    Process process = new ProcessBuilder(PYTHON, "-c", "import torch").start();
    assumeTrue(
        process.waitFor() == 0, PYTHON + " has no PyTorch; Debian has it in python3-torch");
  }

  /** Copies a model from beside this class. */
  static Path copy(String model, Path folder) throws IOException {
    Path copy = folder.resolve(model);
    if (!Files.exists(copy)) {
      try (InputStream source =
          Objects.requireNonNull(PythonFixture.class.getResourceAsStream(model), model)) {
        Files.copy(source, copy);
      }
    }
    return copy;
  }
}
