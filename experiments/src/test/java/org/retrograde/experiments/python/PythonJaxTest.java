package org.retrograde.experiments.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * A model in JAX is differentiated as the same one in PyTorch. JAX itself is not needed: a stub of
 * a few of its functions, {@code jax.py}, stands in for it, so that this shows the worker's part
 * alone.
 */
final class PythonJaxTest {

  private static final String DATA =
      """
      import numpy
      drawn = numpy.random.RandomState(3)
      X = drawn.randn(60, 5)
      Y = numpy.eye(3)[(X @ drawn.randn(5, 3)).argmax(1)]
      EXAMPLES = 48
      START = {"hidden": {"0": drawn.randn(5, 7) / 2, "1": numpy.zeros(7)}, "readout": drawn.randn(7, 3) / 2}
      def batch(step, seed):
          rows = (numpy.arange(12) + 12 * step + seed) % 48
          return X[rows], Y[rows], rows
      """;

  private static final String JAX =
      DATA
          + """
          import jax
          import jax.numpy as jnp
          def parameters(seed): return START
          def model(p, x): return jnp.tanh(x @ p["hidden"]["0"] + p["hidden"]["1"]) @ p["readout"]
          @jax.jit
          def each(p, x, y): return -(jax.nn.log_softmax(model(p, x)) * y).sum(1)
          def loss(p, batch, example_weights):
              assert tuple(example_weights.shape) == (48,)
              return jnp.mean(example_weights[batch[2]] * each(p, batch[0], batch[1]))
          def final_loss(p):
              x, y = jnp.asarray(X[48:]), jnp.asarray(Y[48:])
              return jnp.mean(each(p, x, y)), (model(p, x).argmax(1) != y.argmax(1)).sum(), 12
          """;

  private static final String TORCH =
      DATA
          + """
          import torch
          def parameters(seed):
              return {
                  "hidden.0": torch.tensor(START["hidden"]["0"]),
                  "hidden.1": torch.tensor(START["hidden"]["1"]),
                  "readout": torch.tensor(START["readout"]),
              }
          def model(p, x): return torch.tanh(x @ p["hidden.0"] + p["hidden.1"]) @ p["readout"]
          def each(p, x, y): return -(torch.log_softmax(model(p, x), -1) * y).sum(1)
          def loss(p, batch, example_weights):
              assert tuple(example_weights.shape) == (48,)
              return (example_weights[batch[2]] * each(p, batch[0], batch[1])).mean()
          def final_loss(p):
              x, y = torch.tensor(X[48:]), torch.tensor(Y[48:])
              return each(p, x, y).mean(), (model(p, x).argmax(1) != y.argmax(1)).sum(), 12
          """;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needTorch() throws IOException, InterruptedException {
    PythonFixture.assumeTorch();
  }

  private ExperimentConfig config(String name, String text, SecondOrder way) throws IOException {
    Path model = Files.writeString(folder.resolve(name), text);
    Path stub = Files.createDirectories(folder.resolve("stub"));
    PythonFixture.copy("jax.py", stub);
    Path python =
        Files.writeString(
            folder.resolve("python"),
            "#!/bin/sh\nPYTHONPATH='%s' exec %s \"$@\"\n".formatted(stub, PythonFixture.PYTHON));
    assertThat(python.toFile().setExecutable(true)).isTrue();
    String yaml =
        """
        name: python
        run: { precision: float64, python: %s }
        problem: { python: { file: %s, second-order: %s } }
        training: { steps: 9, optimizer: adamw, learning-rate: 0.01, epsilon: 1e-3 }
        reversal: { steps: 2 }
        """
            .formatted(python, model, way.word());
    return ConfigReader.readText("python.yaml", yaml, List.of());
  }

  private static Hypergradient hypergradient(ExperimentConfig config) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingProblem problem = ProblemType.open(config, device);
      TrainingRun run =
          problem.runTuned(Hyperparameters.settings(problem, problem.config().startingArm()), 3);
      assertThat(run.reverse().exact()).isTrue();
      return Strategy.REPLAY.differentiate(run);
    }
  }

  @ParameterizedTest
  @EnumSource
  void hypergradientsAreThoseOfTheSameModelInTorch(SecondOrder way) throws IOException {
    Hypergradient torch = hypergradient(config("in_torch.py", TORCH, SecondOrder.DOUBLE_BACKWARD));
    Hypergradient jax = hypergradient(config("in_jax.py", JAX, way));
    PythonFixture.requireClose(torch, jax);
  }

  @Test
  void whatIsWrongIsNamedAsElsewhere() throws IOException {
    for (String[] spoilt :
        new String[][] {
          {"def parameters(seed): return {'a': jnp.asarray([1.0]).half()}", "bf16 or fp16: a; "},
          {"def parameters(seed): return {'a': 'b'}", "a tree (dicts and lists) of arrays, not a"},
          {
            "def batch(step, seed): return drawn.randn(12, 5), Y[:12], numpy.arange(12)",
            "global random state: "
          },
          {
            "def final_loss(p): return each(p, jnp.asarray(X), jnp.asarray(Y))",
            "one real number as an array, not an array of shape [60]"
          },
        }) {
      ExperimentConfig config =
          config("in_jax.py", JAX + spoilt[0], SecondOrder.FORWARD_OVER_REVERSE);
      assertThatThrownBy(() -> hypergradient(config))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(spoilt[1]);
    }
  }

  @Test
  void whereItIsNotInstalledTheMessageSaysSo() throws IOException {
    ExperimentConfig config = config("in_jax.py", JAX, SecondOrder.DOUBLE_BACKWARD);
    Files.delete(folder.resolve("stub/jax.py"));
    assertThatThrownBy(() -> hypergradient(config))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "has no module jax; name the interpreter that has it under run.python");
  }
}
