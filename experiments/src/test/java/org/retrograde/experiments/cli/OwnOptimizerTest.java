package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reversible.example.Sgdw;

/**
 * An optimizer that no class of this program knows, {@link Sgdw}, does what those of the program
 * do, by its word in a config, and so does its own coefficient.
 */
final class OwnOptimizerTest {

  @TempDir private static Path folder = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void runSmoke() {
    run = folder.resolve("run");
    Invocation result =
        Invocation.of(
            "run",
            "smoke",
            "--out=" + run,
            "--set=training.optimizer=sgdw",
            "--set=training.weight-decay=0.01",
            "--set=training.learning-rate=0.1",
            "--set=arms.flat.learning-rate=0.1",
            "--set=training.dampening=0.25",
            "--set=tune.hyperparameters.1={name: dampening, per: layer, knots: 3}",
            "--set=tune.hyperparameters.2={name: weight-decay, per: all, knots: 3}");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("reversal over 20 steps: exact");
  }

  @Test
  void itIsTunedUndoneAndTransferred() throws IOException {
    assertThat(RunDirectory.open(run).read().iterations()).hasSize(5);
    assertThat(RunDirectory.open(run).read().results().all(Transfer.class)).isNotEmpty();
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("optimizer: sgdw");
  }

  @Test
  void itsOwnCoefficientIsTunedAndKeptInTheRecipe() throws IOException {
    assertThat(RunDirectory.open(run).read().results().all(Schedules.class))
        .filteredOn(curve -> curve.hyperparameter().equals("dampening"))
        .isNotEmpty()
        .allSatisfy(curve -> assertThat(curve.start().get(0)).isCloseTo(0.25, within(1e-12)))
        .anySatisfy(curve -> assertThat(curve.tuned()).isNotEqualTo(curve.start()));
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("dampening: 0.25");
    assertThat(Files.readString(run.resolve("recipe.json"))).contains("\"DAMPENING\"");
  }

  @Test
  void itsOwnCoefficientIsRefusedOutOfRangeAndForOthersToTune() {
    Invocation range = Invocation.of("plan", "smoke", "--set=training.dampening=1.5");
    assertThat(range.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(range.err()).contains("training.dampening: must be below 1, got 1.5");
    Invocation other =
        Invocation.of(
            "plan", "smoke", "--set=tune.hyperparameters.1={name: dampening, per: all, knots: 3}");
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(other.err()).contains("training.optimizer momentum has no dampening to tune");
  }

  @Test
  void itsRecipeTrainsAgain() {
    Invocation result = Invocation.of("transfer", run + "/recipe.json", "--width=16", "--seeds=1");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void itsDerivativesPassTheCheck() {
    Invocation result = Invocation.of("check", run + "/config.yaml", "--set=run.precision=float64");
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out())
        .contains("direction 3", "symmetry of the Hessian")
        .contains("20 of 20 states");
  }

  @Test
  void aLibraryThatItsStepIsNotKnownForIsRefused() {
    Invocation result =
        Invocation.of(
            "export", run + "/recipe.json", "--to=pytorch", "--out=" + folder.resolve("r.py"));
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("no step of sgdw is known for PyTorch");
  }
}
