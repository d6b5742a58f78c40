package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.average.TailAverage;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.MixedTasksObjective;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.Trajectory;

/** A run whose process ends and that is started again has the bits of one that never did. */
final class CheckpointsTest {

  private static final int STEPS = 24;

  @TempDir(factory = FastFolders.class)
  private Path folder = Path.of("");

  static Stream<Arguments> runs() {
    return RandomRuns.optimizers()
        .flatMap(
            optimizer ->
                Stream.of(Strategy.values())
                    .filter(strategy -> strategy.appliesTo(optimizer))
                    .map(strategy -> Arguments.of(optimizer, strategy)));
  }

  private TrainingOptions options() {
    return TrainingOptions.DEFAULT
        .withSpill(0, folder)
        .withHashEvery(5)
        .withCheckpoints(new Checkpoints(folder, Duration.ZERO, "a test"));
  }

  private static RunSettings settings(Objective objective, int steps, Optimizer optimizer) {
    RunSettings settings = RandomRuns.settings(7, steps, objective.groups(), optimizer);
    double[] multipliers = new double[objective.groups().size()];
    for (int g = 0; g < multipliers.length; g++) {
      multipliers[g] = 0.1 * (g - 0.5);
    }
    settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, multipliers);
    return settings;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void aProcessThatEndsAfterEveryStepChangesNoBit(Optimizer optimizer, Strategy strategy) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(7));
      TrainingRun run =
          new TrainingRun(device, objective, optimizer, settings(objective, STEPS, optimizer))
              .withOptions(options().withClip(1).withAverage(new TailAverage(0.5)));
      Interrupting.Repeated<Hypergradient> resumed = resumed(1, strategy, run);
      assertThat(resumed.ends()).isEqualTo(2 * STEPS);
      assertThat(bits(resumed.result())).isEqualTo(bits(undisturbed(strategy, run)));
      assertThat(resumed.result().reversal().clippedSteps()).isPositive();
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static Interrupting.Repeated<Hypergradient> resumed(
      int steps, Strategy strategy, TrainingRun run) {
    return Interrupting.untilDone(
        steps, () -> run.keeper(strategy.word()), keeper -> strategy.differentiate(run, keeper));
  }

  private static Hypergradient undisturbed(Strategy strategy, TrainingRun run) {
    return strategy.differentiate(run.withOptions(run.options().withCheckpoints(null)));
  }

  /** All that a hypergradient says, in bits. */
  static List<Object> bits(Hypergradient hypergradient) {
    DoubleStream numbers = DoubleStream.of(RandomRuns.numbers(hypergradient.derivative()));
    for (String name : hypergradient.derivative().lossParameterNames()) {
      numbers =
          DoubleStream.concat(
              numbers, DoubleStream.of(hypergradient.derivative().lossParameter(name)));
    }
    List<Object> all = new ArrayList<>();
    numbers.mapToLong(Double::doubleToRawLongBits).forEach(all::add);
    hypergradient
        .start()
        .forEach(
            adjoint ->
                Stream.concat(Stream.of(adjoint.position()), adjoint.moments().stream())
                    .flatMapToDouble(tensor -> DoubleStream.of(tensor.toArray()))
                    .mapToLong(Double::doubleToRawLongBits)
                    .forEach(all::add));
    all.add(hypergradient.finalLoss());
    all.add(hypergradient.trainingLosses());
    all.add(hypergradient.adjointNorms());
    all.add(hypergradient.reversal());
    return all;
  }

  /** Sees the loss and a gradient of each step, and keeps them with the run. */
  private static final class Seeing implements StepWatcher {
    private final List<Double> seen = new ArrayList<>();

    @Override
    public void gradient(int step, List<Tensor> gradient) {
      seen.add(gradient.get(0).toArray()[0]);
    }

    @Override
    public void after(Trajectory run, double loss) {
      seen.add(loss);
    }

    @Override
    public String keptAs() {
      return "a test";
    }

    @Override
    public void archive(Archive archive) {
      archive.all(seen, () -> 0.0, archive::number);
    }
  }

  @Test
  void whatAWatcherSawIsKeptWithTheRun() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(7));
      Optimizer optimizer = new AdamW();
      TrainingRun run =
          new TrainingRun(device, objective, optimizer, settings(objective, STEPS, optimizer))
              .withOptions(options());
      Seeing whole = new Seeing();
      Trained undisturbed =
          run.withOptions(run.options().withCheckpoints(null)).train((StepWatcher) whole);
      List<Seeing> watchers = new ArrayList<>();
      Interrupting.Repeated<Trained> resumed =
          Interrupting.untilDone(
              5,
              () -> run.keeper("watched"),
              keeper -> {
                Seeing fresh = new Seeing(); // a new process knows nothing
                watchers.add(fresh);
                return run.train(fresh, keeper);
              });
      assertThat(resumed.ends()).isEqualTo(STEPS / 5);
      assertThat(whole.seen).hasSize(2 * STEPS);
      assertThat(watchers.get(watchers.size() - 1).seen).isEqualTo(whole.seen);
      assertThat(resumed.result().stateHash()).isEqualTo(undisturbed.stateHash());
      assertThat(resumed.result().trainingLosses()).isEqualTo(undisturbed.trainingLosses());
    }
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#reversible")
  void wordsInTheFileAreTakenUp(Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(5));
      TrainingRun run =
          new TrainingRun(device, objective, optimizer, settings(objective, 600, optimizer))
              .withOptions(options().withLastSteps(580));
      Interrupting.Repeated<Hypergradient> resumed = resumed(70, Strategy.REPLAY, run);
      assertThat(resumed.ends()).isEqualTo((600 + 580) / 70);
      assertThat(bits(resumed.result())).isEqualTo(bits(undisturbed(Strategy.REPLAY, run)));
    }
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#optimizers")
  void trainingAloneIsTakenUpToo(Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(7));
      TrainingRun run =
          new TrainingRun(device, objective, optimizer, settings(objective, STEPS, optimizer))
              .withOptions(options().withClip(1).withAverage(new TailAverage(0.5)));
      Trained whole = run.withOptions(run.options().withCheckpoints(null)).train();
      Interrupting.Repeated<Trained> resumed =
          Interrupting.untilDone(1, () -> run.keeper("training"), run::train);
      assertThat(resumed.ends()).isEqualTo(STEPS);
      assertThat(resumed.result().stateHash()).isEqualTo(whole.stateHash());
      assertThat(resumed.result().trainingLosses()).isEqualTo(whole.trainingLosses());
      assertThat(resumed.result().finalLoss()).isEqualTo(whole.finalLoss());
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void tasksThatAreMixedKeepWhatTheirMatricesGained(Optimizer optimizer, Strategy strategy) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective =
          new MixedTasksObjective(
              device,
              List.of(
                  new HostObjectiveAdapter(RandomRuns.quadratic(1)),
                  new HostObjectiveAdapter(RandomRuns.quadratic(2))),
              List.of("A", "B"));
      RunSettings settings = settings(objective, 8, optimizer);
      settings.setLossParameter("A", new double[] {0.9, 0.1, 0.2, 0.8});
      TrainingRun run =
          new TrainingRun(device, objective, optimizer, settings).withOptions(options());
      Interrupting.Repeated<Hypergradient> resumed = resumed(1, strategy, run);
      assertThat(resumed.ends()).isEqualTo(16);
      assertThat(bits(resumed.result())).isEqualTo(bits(undisturbed(strategy, run)));
    }
  }
}
