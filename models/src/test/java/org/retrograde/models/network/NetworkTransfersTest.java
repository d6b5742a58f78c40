package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.nd4j.Nd4jDevice;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Nesterov;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.RmsProp;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * On the nd4j device a hypergradient of a network stays in ND4J's memory: no array is copied to or
 * from the host between the first step and the last step back, single numbers apart.
 */
final class NetworkTransfersTest {

  private static final int STEPS = 25;
  private static final int GROUPS = 6;

  private final Nd4jDevice device = (Nd4jDevice) Devices.open("nd4j", Precision.FLOAT32, 1);

  @AfterEach
  void close() {
    device.close();
  }

  static Stream<Arguments> runs() {
    return Stream.of(
            new Momentum(MomentumForm.PAPER),
            new Momentum(MomentumForm.HEAVY_BALL),
            new AdamW(),
            new Nesterov(),
            new RmsProp())
        .flatMap(
            optimizer ->
                Stream.of(Strategy.values())
                    .filter(strategy -> strategy.appliesTo(optimizer))
                    .map(strategy -> Arguments.of(optimizer, strategy)));
  }

  /** With clipping, a penalty, tuned inputs, and a hash of the state at every step. */
  @ParameterizedTest
  @MethodSource("runs")
  void noStepForwardOrBackCopiesAnArray(Optimizer optimizer, Strategy strategy) {
    Watched objective = watched(gradient -> {});
    TrainingOptions options = TrainingOptions.DEFAULT.withClip(1).withHashEvery(1);
    TrainingRun run = new TrainingRun(device, objective, optimizer, settings(optimizer), options);

    Hypergradient hypergradient = strategy.differentiate(run);

    assertThat(hypergradient.reversal().exact()).isTrue();
    assertThat(objective.seen)
        .hasSizeGreaterThanOrEqualTo(strategy.holds() ? STEPS : 2 * STEPS)
        .containsOnly(objective.first());
    // At the end come the derivatives with respect to the inputs and to the penalties of a group.
    assertThat(device.transfers()).isEqualTo(objective.first() + 1 + GROUPS);
  }

  @Test
  void anObjectiveThatLooksAtItsGradientOnTheHostIsCaughtAtEveryStep() {
    Watched objective = watched(gradient -> gradient.get(0).toArray());
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    Strategy.REPLAY.differentiate(
        new TrainingRun(device, objective, optimizer, settings(optimizer)));

    assertThat(objective.seen).hasSize(2 * STEPS);
    for (int i = 0; i < objective.seen.size(); i++) {
      assertThat(objective.seen.get(i)).isEqualTo(objective.first() + i);
    }
  }

  @Test
  void onlyWordsBeyondTheBudgetGoToTheHostAndComeBack(@TempDir Path folder) {
    Watched objective = watched(gradient -> {});
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    RunSettings settings = settings(optimizer);
    TrainingOptions inFile = TrainingOptions.DEFAULT.withSpill(0, folder);
    TrainingRun run = new TrainingRun(device, objective, optimizer, settings, inFile);
    List<Long> fileBytes = new ArrayList<>();

    Strategy.REPLAY.differentiate(run, (step, keptStates, bytes) -> fileBytes.add(bytes));

    long parameters = objective.groups().stream().mapToLong(ParameterGroup::size).sum();
    long spills = fileBytes.get(0) / (Short.BYTES * parameters);
    assertThat(spills).isPositive();
    assertThat(objective.last()).isEqualTo(objective.first() + 2 * spills * GROUPS);
  }

  /** Decays are so strong that heads spill several times. */
  private RunSettings settings(Optimizer optimizer) {
    RunSettings settings =
        problem().settings(STEPS, optimizer.scaling().normalizes() ? 0.02 : 0.05, optimizer, true);
    for (Coefficient decay : List.of(Coefficient.MOMENTUM, Coefficient.BETA1)) {
      if (optimizer.coefficients().contains(decay)) {
        settings.coefficients().fill(decay, 0.1);
      }
    }
    return settings;
  }

  private static RandomProblem problem() {
    NetworkSpec spec =
        Perceptrons.spec(
            List.of(3, 4, 4, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY, List.of(1.0, 1.2, 0.7));
    return new RandomProblem(spec, 12, 6, 1);
  }

  /** Rows are drawn with replacement, so that batches hold some twice. */
  private Watched watched(Consumer<List<Tensor>> look) {
    RandomProblem problem = problem();
    NetworkObjective network =
        new NetworkObjective(
            device,
            new NetworkProblem(
                problem.spec(),
                problem.start(device),
                problem.data(device, 12, 10),
                BatchPlans.withReplacement(1, 12, STEPS, 6),
                List.of(problem.data(device, 6, 20)),
                true));
    return new Watched(device, network, look);
  }

  /** Notes the count of transfers at every gradient, forward and back. */
  private record Watched(
      Nd4jDevice device, Objective inner, Consumer<List<Tensor>> look, List<Long> seen)
      implements Objective {

    Watched(Nd4jDevice device, Objective inner, Consumer<List<Tensor>> look) {
      this(device, inner, look, new ArrayList<>());
    }

    long first() {
      return seen.get(0);
    }

    long last() {
      return seen.get(seen.size() - 1);
    }

    @Override
    public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
      seen.add(device.transfers());
      Linearization there = inner.linearize(step, weights, gradient);
      look.accept(gradient);
      return there;
    }

    @Override
    public List<ParameterGroup> groups() {
      return inner.groups();
    }

    @Override
    public List<Tensor> initialWeights(Device on) {
      return inner.initialWeights(on);
    }

    @Override
    public List<LossParameter> parameters() {
      return inner.parameters();
    }

    @Override
    public double finalLoss(List<Tensor> weights) {
      return inner.finalLoss(weights);
    }

    @Override
    public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
      return inner.finalGradient(weights, gradient);
    }
  }
}
