package org.retrograde.experiments.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;

/** How long an experiment takes whose parts are known. */
final class WorkloadTest {

  /** 16 iterations of 4 seeds; 6 check seeds at the start and after each, 3 arms, transfer. */
  @Test
  void aConfigSaysWhatItDoes() {
    Workload workload = Workload.of(ConfigReader.readFileOrBuiltin("quickstart", List.of()));
    assertThat(workload.iterations()).isEqualTo(16);
    assertThat(workload.seeds()).isEqualTo(4);
    assertThat(workload.trainings()).isGreaterThanOrEqualTo(17 * 6);
  }

  @Test
  void iterationsFollowOneAnotherAndTheirSeedsGoAtOnce() {
    Workload workload = new Workload(10, 4, 6);
    assertThat(workload.seconds(100, 1, 1)).isEqualTo(10 * 4 * 100 + 6);
    assertThat(workload.seconds(100, 1, 3)).isEqualTo(10 * 2 * 100 + 2);
    assertThat(workload.seconds(100, 1, 1000)).as("no more than the seeds").isEqualTo(1001);
  }

  @Test
  void whatThereIsNoneOfIsNamedAsItsOption() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(1, 1, 0, 1, 1, null))
        .withMessage("--disk-bandwidth must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(1, 1, 1, 1, 1, -3.0))
        .withMessageContaining("--price");
  }
}
