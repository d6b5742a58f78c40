package org.retrograde.experiments.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/** The system's Python with PyTorch, and the models of the tests. */
public final class PythonFixture {

  /** The interpreter. */
  public static final String PYTHON = "/usr/bin/python3";

  private PythonFixture() {}

  /** Skips the test where Python has no PyTorch. */
  public static void assumeTorch() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), "there is no " + PYTHON);
    Process process = new ProcessBuilder(PYTHON, "-c", "import torch").start();
    assumeTrue(process.waitFor() == 0, PYTHON + " has no PyTorch; Debian has it in python3-torch");
  }

  /** Skips the test where Python has no Optuna. */
  public static void assumeOptuna() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), "there is no " + PYTHON);
    Process process = new ProcessBuilder(PYTHON, "-c", "import optuna").start();
    assumeTrue(process.waitFor() == 0, PYTHON + " has no Optuna; Debian has it in python3-optuna");
  }

  /** Copies a model from beside this class. */
  public static Path copy(String model, Path folder) throws IOException {
    Path copy = folder.resolve(model);
    if (!Files.exists(copy)) {
      try (InputStream source =
          Objects.requireNonNull(PythonFixture.class.getResourceAsStream(model), model)) {
        Files.copy(source, copy);
      }
    }
    return copy;
  }

  /** Requires two derivatives to agree to 1e-9 of each block's largest entry. */
  static void requireClose(Hypergradient expected, Hypergradient actual) {
    assertThat(actual.finalLoss()).isCloseTo(expected.finalLoss(), within(1e-12));
    RunSettings here = expected.derivative();
    RunSettings there = actual.derivative();
    for (Coefficient coefficient : here.coefficients().coefficients()) {
      requireClose(coefficient.label(), values(here, coefficient), values(there, coefficient));
    }
    requireClose("init scale", here.initLogScale(), there.initLogScale());
    for (String name : here.lossParameterNames()) {
      requireClose(name, here.lossParameter(name), there.lossParameter(name));
    }
  }

  private static void requireClose(String name, double[] expected, double[] actual) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(largest).as(name).isPositive();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(name).isCloseTo(expected[i], within(1e-9 * largest));
    }
  }

  private static double[] values(RunSettings settings, Coefficient coefficient) {
    CoefficientTable table = settings.coefficients();
    return IntStream.range(0, table.steps())
        .boxed()
        .flatMapToDouble(
            step ->
                IntStream.range(0, table.groups())
                    .mapToDouble(group -> table.get(coefficient, step, group)))
        .toArray();
  }
}
