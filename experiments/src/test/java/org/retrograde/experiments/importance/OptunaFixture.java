package org.retrograde.experiments.importance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.retrograde.experiments.python.PythonFixture;

/** The system's Python with Optuna. */
final class OptunaFixture {

  private OptunaFixture() {}

  /** Skips the test where Python has no Optuna or no scikit-learn. */
  static void assumeOptuna() throws IOException, InterruptedException {
    String python = PythonFixture.PYTHON;
    assumeTrue(Files.isExecutable(Path.of(python)), "there is no " + python);
    Process process = new ProcessBuilder(python, "-c", "import optuna, sklearn").start();
    assumeTrue(
        process.waitFor() == 0,
        python + " has no Optuna; Debian has it in python3-optuna, with python3-sklearn");
  }
}
