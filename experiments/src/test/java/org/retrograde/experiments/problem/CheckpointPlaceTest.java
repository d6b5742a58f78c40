package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.gradient.Checkpoints;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Runs whose bits differ are told apart by what they say of themselves. */
final class CheckpointPlaceTest {

  private static final CheckpointPlace PLACE =
      new CheckpointPlace(Path.of("runs"), Duration.ofMinutes(1), Map.of("Java", "21"));

  private static ExperimentConfig config(String... changes) {
    return ConfigReader.readFileOrBuiltin("smoke", List.of(changes));
  }

  @Test
  void identitiesDifferWhereBitsMay() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Workbench bench = new Workbench(config(), device).keepingIn(PLACE);
      CheckpointPlace newer =
          new CheckpointPlace(PLACE.folder(), PLACE.between(), Map.of("Java", "25"));
      Workbench larger = new Workbench(config("training.batch=10"), device).keepingIn(PLACE);
      List<String> identities =
          Stream.of(
                  bench.options(16, 1),
                  bench.options(32, 1),
                  bench.options(16, 2),
                  bench.under(Parametrization.STANDARD).options(16, 1),
                  bench.keepingIn(newer).options(16, 1),
                  larger.options(16, 1))
              .map(options -> Objects.requireNonNull(options.checkpoints()).identity())
              .toList();
      assertThat(identities).doesNotHaveDuplicates();
      assertThat(bench.judgedBy(3).options(16, 1).checkpoints()).isNull();
    }
  }

  @Test
  void howOftenStatesAreWrittenIsNoPartOfIt() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Checkpoints rare = checkpoints(config("run.checkpoint-minutes=60"), device);
      assertThat(checkpoints(config("run.checkpoint-minutes=0.5", "run.jobs=3"), device))
          .isEqualTo(rare);
    }
  }

  private static Checkpoints checkpoints(ExperimentConfig config, Device device) {
    Workbench bench = new Workbench(config, device).keepingIn(PLACE);
    return Objects.requireNonNull(bench.options(16, 1).checkpoints());
  }

  @Test
  void nothingIsKeptUnlessItIsAskedFor() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      assertThat(config().run().betweenCheckpoints()).isEmpty();
      assertThat(new Workbench(config(), device).options(16, 1).checkpoints()).isNull();
      assertThat(config("run.checkpoint-minutes=0.5").run().betweenCheckpoints())
          .contains(Duration.ofSeconds(30));
    }
  }
}
