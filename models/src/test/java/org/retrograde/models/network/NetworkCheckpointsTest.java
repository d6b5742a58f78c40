package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.gradient.Checkpoints;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** Hypergradients of networks go on from checkpoints with the same bits, on every device. */
final class NetworkCheckpointsTest {

  private static final int STEPS = 10;

  /** Evaluations that a process lives for: one to recognize the run, and some steps. */
  private static final int EVALUATIONS = 4;

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                Stream.of(new AdamW(), new Momentum(MomentumForm.PAPER))
                    .flatMap(
                        optimizer ->
                            Stream.of(Strategy.REPLAY, Strategy.STORED, Strategy.KEPT)
                                .map(strategy -> Arguments.of(device, optimizer, strategy))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("runs")
  void derivativesByInputsAndExampleWeightsAreTakenUp(
      String name, Optimizer optimizer, Strategy strategy) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      RandomProblem problem =
          new RandomProblem(
              Perceptrons.spec(
                  List.of(3, 4, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY, List.of(1.0, 1.2)),
              12,
              6,
              1);
      double peak = optimizer.scaling().normalizes() ? 0.02 : 0.5;
      RunSettings settings = problem.settings(STEPS, peak, optimizer, true);
      double[] weights = new double[12];
      Arrays.setAll(weights, i -> 1 + 0.5 * Math.sin(3 * i));
      settings.setLossParameter(LossParameter.EXAMPLE_WEIGHTS, weights);
      TrainingRun run =
          new TrainingRun(device, objective(device, problem), optimizer, settings)
              .withOptions(TrainingOptions.DEFAULT.withClip(1).withHashEvery(3));
      Hypergradient whole = strategy.differentiate(run);
      Hypergradient resumed = null;
      int ends = 0;
      while (resumed == null) {
        try {
          resumed = strategy.differentiate(briefly(run));
        } catch (EndOfProcess e) {
          ends++;
        }
      }
      assertThat(ends).isBetween(2 * STEPS / EVALUATIONS, 2 * STEPS);
      assertThat(SettingsBytes.of(resumed.derivative()))
          .isEqualTo(SettingsBytes.of(whole.derivative()));
      assertThat(resumed.reversal()).isEqualTo(whole.reversal());
      assertThat(resumed.trainingLosses()).isEqualTo(whole.trainingLosses());
      assertThat(resumed.adjointNorms()).isEqualTo(whole.adjointNorms());
      assertThat(resumed.finalLoss()).isEqualTo(whole.finalLoss());
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static Objective objective(Device device, RandomProblem problem) {
    NetworkProblem described =
        new NetworkProblem(
            problem.spec(),
            problem.start(device),
            problem.data(device, 12, 10),
            problem.batches(STEPS),
            List.of(problem.data(device, 6, 20)),
            true);
    return new NetworkObjective(device, described.weighingExamples());
  }

  /** A process has ended. */
  private static final class EndOfProcess extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The same run, with a checkpoint after every step, which ends after some evaluations. */
  private TrainingRun briefly(TrainingRun run) {
    int[] left = {EVALUATIONS};
    Objective inner = run.objective();
    Objective brief =
        (Objective)
            Proxy.newProxyInstance(
                Objective.class.getClassLoader(),
                new Class<?>[] {Objective.class},
                (proxy, method, arguments) -> {
                  if (Set.of("evaluate", "linearize").contains(method.getName())
                      && left[0]-- == 0) {
                    throw new EndOfProcess();
                  }
                  try {
                    return method.invoke(inner, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new TrainingRun(
        run.device(),
        brief,
        run.optimizer(),
        run.settings(),
        run.options().withCheckpoints(new Checkpoints(folder, Duration.ZERO, "a network")));
  }
}
