package org.retrograde.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/**
 * Two executors, processes of their own with nothing but the jar: they compute the bits of this
 * process, and one that is killed costs no result and changes none.
 */
@Tag("cluster")
final class ClusterIT {

  private static final int TRIALS = 12;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // executors that cannot start are started for ever
  void anExecutorThatIsKilledChangesNothing() throws InterruptedException {
    ExperimentConfig config = SparkFixture.config(600);
    List<String> wanted = SparkFixture.inThisProcess(config, TRIALS);
    AtomicReference<Long> killed = new AtomicReference<>();
    try (Device device = Devices.open("host", config.run().deviceSettings());
        TrialEngine spark = new Spark("local-cluster[2,1,1024]").open(2, line -> {})) {
      List<String> found =
          SparkFixture.bits(
              spark.run(
                  SparkFixture.trials(ProblemType.open(config, device), TRIALS),
                  (index, outcome) -> {
                    if (killed.get() == null) { // the first is done, the others are under way
                      killed.set(killOne());
                    }
                  }));
      assertThat(found).isEqualTo(wanted);
    }
    assertThat(killed.get()).as("executor that was killed").isNotNull();
  }

  /** Kills an executor, as kill -9 does. */
  private static long killOne() {
    ProcessHandle executor =
        ProcessHandle.current()
            .descendants()
            .filter(
                process ->
                    process
                        .info()
                        .commandLine()
                        .filter(line -> line.contains("CoarseGrainedExecutorBackend"))
                        .isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(executor.destroyForcibly()).isTrue();
    return executor.pid();
  }
}
