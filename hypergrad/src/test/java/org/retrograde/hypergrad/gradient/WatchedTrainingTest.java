package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

final class WatchedTrainingTest {

  @Test
  void aWatcherSeesTheWeightsOfEveryStepAndChangesNoBit() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      Momentum optimizer = new Momentum(MomentumForm.PAPER);
      RunSettings settings = RandomRuns.settings(1, 5, objective.groups(), optimizer);
      TrainingRun run = new TrainingRun(device, objective, optimizer, settings);
      List<double[]> seen = new ArrayList<>();

      Trained watched = run.train(weights -> seen.add(weights.get(0).toArray()));

      assertThat(watched.stateHash()).isEqualTo(run.train().stateHash());
      assertThat(seen).hasSize(6);
      for (int step = 1; step <= 5; step++) {
        Trained head = run.withSettings(settings.head(step)).train();
        assertThat(seen.get(step)).isEqualTo(head.weights().get(0).toArray());
      }
      assertThat(seen.get(0)).isNotEqualTo(seen.get(1));
    }
  }

  @Test
  void aWatcherSeesMultipliedWeights() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      Momentum optimizer = new Momentum(MomentumForm.PAPER);
      RunSettings settings = RandomRuns.settings(1, 1, objective.groups(), optimizer);
      double[] logs = new double[objective.groups().size()];
      logs[0] = Math.log(2);
      settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
      TrainingRun run = new TrainingRun(device, objective, optimizer, settings);
      List<double[]> seen = new ArrayList<>();

      Trained trained = run.train(weights -> seen.add(weights.get(0).toArray()));

      double[] plain = trained.weights().get(0).toArray();
      for (int i = 0; i < plain.length; i++) {
        assertThat(seen.get(1)[i]).isEqualTo(Math.exp(Math.log(2)) * plain[i]);
      }
    }
  }
}
