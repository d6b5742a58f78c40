package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.example.Adagrad;
import org.retrograde.reports.record.RunDirectory;

/**
 * A meta-optimizer that no class of this program knows, {@link Adagrad}, tunes as those of the
 * program do, by its word and its number in a config.
 */
final class OwnMetaOptimizerTest {

  private static final String NAME = "--set=tune.meta-optimizer.name=";

  @TempDir private Path folder = Path.of("");

  @Test
  void itTunesByItsWordAndItsNumber() throws IOException {
    Path run = folder.resolve("run");
    Invocation result =
        Invocation.of(
            "run",
            "smoke",
            "--out=" + run,
            "--set=transfer=null",
            "--set=reversal=null",
            NAME + "{name: adagrad, epsilon: 0.001}");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(RunDirectory.open(run).read().iterations()).hasSize(5);
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("epsilon: 0.001");
  }

  @Test
  void aNumberThatItRefusesIsToldWithItsPlace() {
    Invocation result = Invocation.of("plan", "smoke", NAME + "{name: adagrad, epsilon: 0}");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("tune.meta-optimizer.name: epsilon must be above 0, got 0.0");
  }
}
