package org.retrograde.experiments.autolrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.law.KnownLoss;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.autolrs.AutoLrs;
import org.retrograde.hypergrad.autolrs.Candidates;
import org.retrograde.hypergrad.autolrs.LossFilter;
import org.retrograde.hypergrad.autolrs.Stage;
import org.retrograde.hypergrad.autolrs.Watched;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** What stages are held against: the recursion of the solvable model, and differences. */
final class StagedScoreTest {

  private static final double HIGHEST = 0.3;

  private static final AutoLrs HOW =
      new AutoLrs(
          new AutoLrs.Stages(20, 8, 40),
          new AutoLrs.Rates(5, 0.01, Candidates.GRID),
          new AutoLrs.Sight(Watched.TRAINING, LossFilter.NONE, 0.5, 0));

  private static final ExperimentConfig SOLVABLE =
      ConfigReader.readText(
          "solvable",
          """
          name: solvable
          run: {precision: float64}
          problem: {power-law: {form: expected, modes: 20}}
          training: {steps: 60, learning-rate: 0.3}
          autolrs: {lowest: 0.003, highest: 0.3}
          """,
          List.of());

  private static final ExperimentConfig NETWORK =
      ConfigReader.readText(
          "network",
          """
          name: network
          run: {precision: float64}
          problem: {teacher: {rows: 64, inputs: 8, hidden: 8, teacher-hidden: 4}}
          training: {steps: 60, batch: 16, optimizer: heavy-ball, momentum: 0.9, learning-rate: 0.3}
          autolrs: {lowest: 0.003, highest: 0.3}
          """,
          List.of());

  private static StagedScore.Found score(TrainingProblem problem, Strategy strategy) {
    RunSettings highest = Hyperparameters.settings(problem, problem.config().startingArm());
    return new StagedScore(HOW, strategy).of(problem, highest, problem.width(), 1);
  }

  /** The rates up to the end of a stage, its own those of a probe. */
  private static double[] rates(List<StagedScore.Scored> stages, int index, double factor) {
    Stage last = stages.get(index).stage();
    double[] rates = new double[last.end()];
    for (StagedScore.Scored scored : stages.subList(0, index)) {
      Arrays.fill(
          rates, scored.stage().from(), scored.stage().end(), HIGHEST * scored.stage().factor());
    }
    Arrays.fill(rates, last.from(), last.end(), HIGHEST * factor);
    return rates;
  }

  private static double sum(double[] rates, double[] gradient, int from, int end) {
    return IntStream.range(from, end).mapToDouble(t -> rates[t] * gradient[t]).sum();
  }

  @Test
  void truthsAndSlopesOfTheSolvableModelAreThoseOfItsRecursion() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingProblem problem = ProblemType.open(SOLVABLE, device);
      RateLoss exact = ((KnownLoss) problem).expectedLoss();
      StagedScore.Found found = score(problem, Strategy.CHECKPOINTS);
      List<StagedScore.Scored> stages = found.stages();
      assertThat(stages).hasSize(2);
      for (int index = 0; index < stages.size(); index++) {
        StagedScore.Scored scored = stages.get(index);
        Stage stage = scored.stage();
        for (int i = 0; i < stage.probes().size(); i++) {
          double[] rates = rates(stages, index, stage.probes().get(i).factor());
          assertThat(scored.truths().get(i))
              .isCloseTo(exact.loss(rates), Percentage.withPercentage(1e-7));
          double slope = sum(rates, exact.gradient(rates), stage.from(), stage.end());
          assertThat(scored.slopes().get(i)).isCloseTo(slope, within(1e-8));
        }
        double[] whole = rates(stages, stages.size() - 1, stages.get(1).stage().factor());
        double ofWhole = sum(whole, exact.gradient(whole), stage.from(), stage.end());
        assertThat(scored.wholeSlope()).isCloseTo(ofWhole, within(1e-8));
      }
      // What ends with the run is the same at both; what does not, is not.
      assertThat(stages.get(1).slopes().get(stages.get(1).stage().chosen()))
          .isEqualTo(stages.get(1).wholeSlope());
      assertThat(stages.get(0).slopes().get(stages.get(0).stage().chosen()))
          .isNotCloseTo(stages.get(0).wholeSlope(), within(1e-3));
    }
  }

  @Test
  void slopesOfANetworkAreCentralDifferencesOfItsTruths() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingProblem problem = ProblemType.open(NETWORK, device);
      RunSettings highest = Hyperparameters.settings(problem, NETWORK.startingArm());
      Stage stage = score(problem, Strategy.REPLAY).stages().get(0).stage();
      StagedScore.Scored scored = score(problem, Strategy.REPLAY).stages().get(0);
      double step = 1e-5;
      for (int i = 0; i < 3; i++) { // those of small rates are smooth
        double factor = stage.probes().get(i).factor();
        double above = loss(problem, highest, stage, factor * Math.exp(step));
        double below = loss(problem, highest, stage, factor * Math.exp(-step));
        double difference = (above - below) / (2 * step);
        assertThat(scored.slopes().get(i)).isCloseTo(difference, Percentage.withPercentage(0.01));
        assertThat(1.001 * scored.slopes().get(i))
            .isNotCloseTo(difference, Percentage.withPercentage(0.05));
      }
    }
  }

  private static double loss(
      TrainingProblem problem, RunSettings highest, Stage stage, double factor) {
    RunSettings settings = highest.withRatesTimes(factor).head(stage.end());
    return new FinalLoss().of(problem, settings, problem.width(), 1);
  }
}
