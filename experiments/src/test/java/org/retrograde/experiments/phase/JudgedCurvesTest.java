package org.retrograde.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

final class JudgedCurvesTest {

  @Test
  void theFirstSeedsAreWatchedAndGroupsOnTheVeryFirst() {
    assertThat(JudgedCurves.watch(100, 0)).isEqualTo(new RunWatch(100, true));
    assertThat(JudgedCurves.watch(100, 7)).isEqualTo(new RunWatch(100, false));
    assertThat(JudgedCurves.watch(100, 8)).isNull();
    assertThat(JudgedCurves.watch(0, 0)).isNull();
  }

  /** So that outcomes of a run that was cut off are found again. */
  @ParameterizedTest
  @CsvSource({
    "judge.curve-points=0, true",
    "judge.curve-points=5, true",
    "training.batch=10, false"
  })
  void theIdOfATrialThatIsNotWatchedDoesNotDependOnCurves(String override, boolean same)
      throws Exception {
    assertThat(id(override).equals(id("judge.curve-points=100"))).isEqualTo(same);
  }

  private static String id(String override) throws Exception {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrainingProblem problem =
          LoadedExperiment.load(
                  ConfigReader.readBuiltin("smoke", List.of("judge.seeds=2", override)), List.of())
              .problem()
              .on(device);
      JudgedArm arm =
          new JudgedArm(
              "start", problem, Hyperparameters.settings(problem, problem.config().startingArm()));
      Trial<Judgement.Found> trial =
          new JudgedTrial(arm, 7, Judgement.of(problem), JudgedCurves.watch(0, 0)).trial();
      assertThat(trial.want()).isEqualTo(Judgement.of(problem));
      return trial.id();
    }
  }
}
