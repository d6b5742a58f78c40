package org.retrograde.experiments.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.check.BlockError;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.data.LabeledData;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Models in PyTorch train, return and are differentiated as those of this program. */
final class PythonModelTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needTorch() throws IOException, InterruptedException {
    PythonFixture.assumeTorch();
  }

  private ExperimentConfig config(String model, int steps, String... overrides) throws IOException {
    PythonFixture.copy(model, folder);
    String text =
        """
        name: python
        run: { precision: float64, python: %s }
        problem: { python: %s }
        training: { steps: %d, optimizer: adamw, learning-rate: 0.01 }
        reversal: { steps: 2 }
        """
            .formatted(PythonFixture.PYTHON, folder.resolve(model), steps);
    return ConfigReader.readText("python.yaml", text, List.of(overrides));
  }

  private static TrainingRun run(TrainingProblem problem, long seed) {
    return problem.runTuned(
        Hyperparameters.settings(problem, problem.config().startingArm()), seed);
  }

  @Test
  void thousandStepsReturnToTheLastBitThoughItsWorkersAreKilledTenTimes() throws IOException {
    ExperimentConfig config = config("small.py", 1000, "run.precision=float32");
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrainingProblem problem = ProblemType.open(config, device);
      Reversal undisturbed = run(problem, 3).reverse();
      assertThat(undisturbed.exact()).isTrue();
      for (int i = 0; i < 5; i++) {
        Files.writeString(folder.resolve("kill-" + (100 + 100 * i)), "");
        Files.writeString(folder.resolve("kill-" + (150 + 100 * i)), "."); // on the way back
      }
      Reversal disturbed = run(problem, 3).reverse();
      assertThat(disturbed.exact()).isTrue();
      assertThat(disturbed.endHash()).isEqualTo(undisturbed.endHash());
      assertThat(folder.toFile().list((where, name) -> name.startsWith("kill-"))).isEmpty();
    }
  }

  @Test
  void aWorkerThatEndsAgainAndAgainIsAnErrorThatSaysHow() throws IOException {
    ExperimentConfig config = config("small.py", 20);
    Path model = folder.resolve("small.py");
    Files.writeString(model, Files.readString(model).replace("        os.remove(marker)\n", ""));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(ProblemType.open(config, device), 3);
      Files.writeString(folder.resolve("kill-9"), "");
      assertThatThrownBy(run::train)
          .isInstanceOf(PythonException.class)
          .hasMessageContaining("small.py")
          .hasMessageContaining("4 workers ended")
          .hasMessageContaining("exit code 137");
    }
  }

  @Test
  void returnsWhereAGradientHasOtherBitsForItsGraphButNotAtTheStart() throws IOException {
    ExperimentConfig config = config("grouped.py", 12, "run.precision=float32");
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrainingRun run = run(ProblemType.open(config, device), 3);
      assertThat(Strategy.REPLAY.differentiate(run).reversal().exact()).isTrue();
    }
  }

  @Test
  void hypergradientsAreThoseOfTheSameNetworkHere() throws IOException {
    String[] same = {
      "run.precision=float64",
      "run.fraction-bits=52",
      "training.steps=30",
      "training.learning-rate=0.02",
      "training.epsilon=1e-3"
    };
    ExperimentConfig ours =
        ConfigReader.readText(
            "ours.yaml",
            """
            name: ours
            data: { source: mnist, train: 60, validation: 40, test: 10 }
            model: { width: 12, depth: 2, activation: tanh, parametrization: standard }
            training:
              { steps: 1, batch: 20, sampling: in-order, optimizer: adamw, learning-rate: 0.1 }
            reversal: { steps: 2 }
            """,
            List.of(same));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Workbench network = new Workbench(ours, device);
      TrainingRun expected = run(network, 5);
      writeCase(network, expected);
      ExperimentConfig config = config("perceptron.py", 1, same);
      TrainingRun actual = run(ProblemType.open(config, device), 5);
      Hypergradient here = Strategy.REPLAY.differentiate(expected);
      Hypergradient there = Strategy.REPLAY.differentiate(actual);
      PythonFixture.requireClose(here, there);
    }
  }

  private void writeCase(Workbench network, TrainingRun run) throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("batch", network.config().training().batch());
    List<Tensor> start = run.objective().initialWeights(network.device());
    List<ParameterGroup> groups = network.groups();
    for (int g = 0; g < groups.size(); g++) {
      ParameterGroup group = groups.get(g);
      root.withArray("/names").add(group.name());
      root.withArray("/shapes").addArray().add(group.rows()).add(group.cols());
      root.withArray("/weights").addPOJO(start.get(g).toArray());
    }
    root.set("train", rows(network.splits().train()));
    root.set("validation", rows(network.splits().validation()));
    MAPPER.writeValue(folder.resolve("case.json").toFile(), root);
  }

  private static ObjectNode rows(LabeledData data) {
    ObjectNode rows = MAPPER.createObjectNode();
    float[] inputs = data.inputs(); // as doubles: the shortest text of a float is another double
    rows.putPOJO("inputs", IntStream.range(0, inputs.length).mapToDouble(i -> inputs[i]).toArray());
    rows.putPOJO("labels", data.labels());
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "momentum", "heavy-ball"})
  void hypergradientsAgreeWithDifferencesAndAllStrategiesGiveTheSameBits(String optimizer)
      throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "training.optimizer=" + optimizer,
                "run.fraction-bits=52",
                "training.learning-rate=0.015625",
                "training.l2=0.0009765625"));
    settings.addAll(
        optimizer.equals("adamw")
            ? List.of("training.beta1=0.875", "training.beta2=0.9375", "training.epsilon=1e-3")
            : List.of("training.momentum=0.875")); // numbers that the exact arithmetic has
    ExperimentConfig config = config("small.py", 8, settings.toArray(String[]::new));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(ProblemType.open(config, device), 3);
      RunSettings weighted = run.settings().copy();
      double[] weights = new Samples(4).gaussians(300);
      weighted.setLossParameter(LossParameter.EXAMPLE_WEIGHTS, weights);
      TrainingRun full = run.withSettings(weighted);
      Hypergradient exact = Strategy.REPLAY.differentiate(full);
      CentralDifferences differences =
          new CentralDifferences(
              moved -> new PlainStepper(full.withSettings(moved)).finalLoss(), 1e-5);
      List<BlockError> errors =
          new DerivativeCheck(differences, weighted, exact.derivative())
              .sampled(new Well19937c(5), 4);
      assertThat(errors)
          .isNotEmpty()
          .allSatisfy(error -> assertThat(error.error()).as(error.block()).isLessThan(1e-6));
      for (Strategy strategy : Strategy.values()) {
        assertThat(strategy.differentiate(full).derivative())
            .as(strategy.word())
            .usingRecursiveComparison()
            .isEqualTo(exact.derivative());
      }
    }
  }

  @Test
  void derivativesByTrainingInputsAgreeWithDifferences() throws IOException {
    ExperimentConfig config =
        config(
            "inputs.py",
            6,
            "training.optimizer=heavy-ball",
            "training.learning-rate=0.0625",
            "training.momentum=0.875",
            "run.fraction-bits=52");
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingProblem problem = ProblemType.open(config, device);
      TrainingRun plain = run(problem, 3);
      RunSettings settings = plain.settings().copy();
      double[] inputs =
          Objects.requireNonNull(
              problem.lossParameters().get(LossParameter.TRAINING_INPUTS), "the inputs");
      assertThat(inputs).hasSize(12 * 6);
      settings.setLossParameter(LossParameter.TRAINING_INPUTS, inputs);
      TrainingRun run = plain.withSettings(settings);
      CentralDifferences differences =
          new CentralDifferences(
              moved -> new PlainStepper(run.withSettings(moved)).finalLoss(), 1e-4);
      assertThat(
              new DerivativeCheck(
                      differences, settings, Strategy.REPLAY.differentiate(run).derivative())
                  .sampled(new Well19937c(5), 6))
          .filteredOn(error -> error.block().equals(LossParameter.TRAINING_INPUTS))
          .singleElement()
          .satisfies(error -> assertThat(error.largest()).isPositive())
          .satisfies(error -> assertThat(error.error()).isLessThan(1e-6));
    }
  }
}
