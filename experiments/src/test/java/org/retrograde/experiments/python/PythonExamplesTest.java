package org.retrograde.experiments.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * The examples, whose models know nothing of this program, train, return and are differentiated.
 */
final class PythonExamplesTest {

  private static final Path EXAMPLES = Path.of("..", "examples", "python");
  private static final Path IMAGES = Path.of("/usr/share/datasets/fashion-mnist");

  @BeforeAll
  static void needTorch() throws IOException, InterruptedException {
    PythonFixture.assumeTorch();
  }

  @Test
  void theTransformerOfCharactersReturnsAndIsDifferentiated() throws IOException {
    requireReturn("char_transformer.yaml", "problem.python.width=8");
  }

  /** Its GroupNorm has other bits where a graph is kept, so that each gradient keeps one. */
  @Test
  void theConvnetReturnsAndIsDifferentiated() throws IOException {
    assumeTrue(
        Files.isDirectory(IMAGES),
        "there is no " + IMAGES + "; Debian has it in dataset-fashion-mnist");
    requireReturn("convnet.yaml", "problem.python.width=4");
  }

  private static void requireReturn(String file, String width) throws IOException {
    List<String> overrides =
        List.of("training.steps=4", width, "run.python=" + PythonFixture.PYTHON);
    ExperimentConfig config = ConfigReader.read(EXAMPLES.resolve(file), overrides);
    try (Device device = Devices.open("host", config.run().precision(), 1)) {
      TrainingProblem problem = ProblemType.open(config, device);
      TrainingRun run =
          problem.runTuned(Hyperparameters.settings(problem, config.startingArm()), 3);
      assertThat(run.reverse().exact()).isTrue();
      double[] rates =
          Strategy.REPLAY
              .differentiate(run)
              .derivative()
              .coefficients()
              .row(Coefficient.LEARNING_RATE, 0);
      assertThat(Arrays.stream(rates)).allMatch(Double::isFinite).anyMatch(rate -> rate != 0);
    }
  }
}
