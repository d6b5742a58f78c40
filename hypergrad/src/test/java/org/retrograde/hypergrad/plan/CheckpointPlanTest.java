package org.retrograde.hypergrad.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.gradient.CheckpointCost;
import org.retrograde.hypergrad.gradient.Checkpoints;
import org.retrograde.hypergrad.gradient.FastFolders;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Optimizer;

/** The size of a checkpoint is known before a run. */
final class CheckpointPlanTest {

  private static final int STEPS = 300;

  @TempDir(factory = FastFolders.class)
  private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void theLargestCheckpointIsAsLargeAsPlanned(Strategy strategy) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(3));
      Optimizer optimizer = new AdamW();
      TrainingRun run =
          new TrainingRun(
                  device,
                  objective,
                  optimizer,
                  RandomRuns.settings(3, STEPS, objective.groups(), optimizer))
              .withOptions(
                  TrainingOptions.DEFAULT
                      .withClip(1)
                      .withCheckpoints(new Checkpoints(folder, Duration.ZERO, "a plan")));
      CheckpointCost planned = Planner.checkpoint(run, strategy, folder);
      assertThat(folder).isEmptyDirectory();
      double largest = CheckpointCost.measure(run, strategy, 0, folder).bytes();
      // States of eight numbers are half as large again for what says how many there are of each.
      double around = strategy.undoes(optimizer) ? 0.05 : 0.5;
      assertThat((double) planned.bytes()).isCloseTo(largest, within(around * largest));
      assertThat(planned.seconds()).isPositive();
    }
  }
}
