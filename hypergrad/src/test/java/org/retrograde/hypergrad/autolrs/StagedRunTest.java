package org.retrograde.hypergrad.autolrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Muon;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.ScheduleFree;

/** What a search has chosen is an ordinary schedule. */
final class StagedRunTest {

  private static final int STEPS = 50;
  private static final AutoLrs.Stages STAGES = new AutoLrs.Stages(10, 4, 30);

  private static AutoLrs how(Candidates candidates, Watched watched, LossFilter filter) {
    return new AutoLrs(
        STAGES,
        new AutoLrs.Rates(5, 0.01, candidates),
        new AutoLrs.Sight(watched, filter, 0.5, 0.01));
  }

  static Stream<Arguments> searches() {
    return RandomRuns.optimizers()
        .flatMap(
            optimizer ->
                Stream.of(Candidates.values())
                    .flatMap(
                        candidates ->
                            Stream.of(Watched.values())
                                .map(
                                    watched ->
                                        Arguments.of(
                                            optimizer,
                                            how(candidates, watched, LossFilter.PARABOLA)))));
  }

  private static TrainingRun run(Device device, Optimizer optimizer) {
    HostObjectiveAdapter objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    RunSettings settings = RandomRuns.settings(1, STEPS, objective.groups(), optimizer);
    boolean isAveraged = optimizer instanceof ScheduleFree; // whose random rates are larger
    double factor = isAveraged ? 2 : 20;
    return new TrainingRun(device, objective, optimizer, settings.withRatesTimes(factor));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void anOrdinaryRunOfTheRatesChosenHasTheSameBits(Optimizer optimizer, AutoLrs how) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, optimizer);
      double[] before = RandomRuns.numbers(run.settings());
      StagedRun staged = StagedRun.of(run, how, 3);

      TrainingRun ordinary = run.withSettings(staged.settings());
      assertThat(ordinary.train().stateHash()).isEqualTo(staged.trained().stateHash());
      assertThat(ordinary.train().trainingLosses()).isEqualTo(staged.trained().trainingLosses());
      Strategy strategy = optimizer.isReversible() ? Strategy.REPLAY : Strategy.CHECKPOINTS;
      Hypergradient derivative = strategy.differentiate(ordinary);
      assertThat(derivative.finalLoss()).isEqualTo(staged.trained().finalLoss());
      assertThat(RandomRuns.numbers(run.settings())).isEqualTo(before);
      boolean isOther = staged.stages().stream().anyMatch(stage -> stage.factor() != 1);
      assertThat(run.train().stateHash() != staged.trained().stateHash()).isEqualTo(isOther);
      assertThat(isOther || optimizer instanceof Muon).isTrue(); // to which no rate is too large
      RunSettings again = run.settings();
      for (Stage stage : staged.stages()) {
        again = StagedRun.withFactor(again, stage.from(), stage.end(), stage.factor());
      }
      assertThat(RandomRuns.numbers(again)).isEqualTo(RandomRuns.numbers(staged.settings()));
    }
  }

  @Test
  void stagesDoubleUpToTheBoundAndTheLastOneEndsWithTheRun() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      StagedRun staged =
          StagedRun.of(
              run(device, new Momentum(MomentumForm.HEAVY_BALL)),
              how(Candidates.GRID, Watched.TRAINING, LossFilter.NONE),
              1);
      assertThat(staged.stages()).extracting(Stage::from).containsExactly(0, 10, 30);
      assertThat(staged.stages()).extracting(Stage::steps).containsExactly(10, 20, 20);
      assertThat(staged.searched()).isEqualTo(5 * (4 + 8 + 8));
      for (Stage stage : staged.stages()) {
        double chosen = stage.probes().get(stage.chosen()).forecast();
        assertThat(stage.probes()).allMatch(probe -> probe.forecast() >= chosen);
      }
    }
  }

  @Test
  void theSameSeedChoosesTheSameAndLossesHaveNoSayInWhatIsTried() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, new Momentum(MomentumForm.HEAVY_BALL));
      AutoLrs how = how(Candidates.GAUSSIAN_PROCESS, Watched.TRAINING, LossFilter.NONE);
      List<Stage> stages = StagedRun.of(run, how, 1).stages();
      assertThat(StagedRun.of(run, how, 1).stages()).isEqualTo(stages);
      assertThat(StagedRun.of(run, how, 2).stages()).isNotEqualTo(stages);
      AutoLrs blind =
          new AutoLrs(
              how.stages(),
              how.rates(),
              new AutoLrs.Sight(Watched.TRAINING, LossFilter.NONE, 100, 0.5));
      List<Stage> unseen = StagedRun.of(run, blind, 1).stages();
      assertThat(tried(unseen)).isEqualTo(tried(stages));
      assertThat(unseen).isNotEqualTo(stages);
    }
  }

  private static List<Double> tried(List<Stage> stages) {
    return stages.stream()
        .flatMap(stage -> stage.probes().stream())
        .map(Stage.Probe::factor)
        .toList();
  }

  @Test
  void aRateThatLeavesTheNumbersIsHopelessAndTheStageGoesOn() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, new Momentum(MomentumForm.HEAVY_BALL));
      TrainingRun wild = run.withSettings(run.settings().withRatesTimes(1e12));
      AutoLrs how =
          new AutoLrs(
              STAGES,
              new AutoLrs.Rates(5, 1e-14, Candidates.GRID),
              new AutoLrs.Sight(Watched.TRAINING, LossFilter.NONE, 0, 0));
      StagedRun staged = StagedRun.of(wild, how, 1);
      for (Stage stage : staged.stages()) {
        assertThat(stage.probes().get(4).forecast()).isEqualTo(Stage.HOPELESS);
        assertThat(stage.chosen()).isLessThan(2);
      }
      assertThat(wild.withSettings(staged.settings()).train().stateHash())
          .isEqualTo(staged.trained().stateHash());
    }
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoLrs.Stages(10, 11, 20))
        .withMessageContaining("got 11, 10 and 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoLrs.Rates(1, 0.1, Candidates.GRID))
        .withMessageContaining("got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoLrs.Rates(3, 1, Candidates.GRID))
        .withMessageContaining("got 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoLrs.Sight(Watched.FINAL, LossFilter.NONE, 0, -1))
        .withMessageContaining("got -1.0");
  }
}
