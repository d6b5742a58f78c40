package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.example.Residual;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.Transfer;

/**
 * An architecture that no class of this program knows, {@link Residual}, whose tensors have other
 * names, another order and other probes, does what those of the program do, by its word in a
 * config.
 */
final class OwnArchitectureTest {

  private static final List<String> LAYERS = List.of("stem", "block-1", "block-2", "head");

  @TempDir private static Path folder = Path.of("");
  private static Path config = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void runTheExperiment() throws IOException {
    config = folder.resolve("residual.yaml");
    try (InputStream file = Residual.class.getResourceAsStream("residual.yaml")) {
      Files.copy(Objects.requireNonNull(file), config);
    }
    run = folder.resolve("run");
    Invocation result = Invocation.of("run", config.toString(), "--out=" + run);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("reversal over 20 steps: exact");
  }

  @Test
  void itIsTunedUndoneAndTransferred() throws IOException {
    RunRecord record = RunDirectory.open(run).read();
    assertThat(record.iterations()).hasSize(4);
    assertThat(record.results().all(Transfer.class)).isNotEmpty();
    assertThat(record.results().all(Published.class).get(0).ours()).isPositive();
    assertThat(Files.readString(run.resolve("config.yaml"))).contains("architecture: residual");
  }

  @Test
  void itsTensorsAreTiedByTheirLayerAndNotByTheirPlace() throws IOException {
    List<ScheduleCurve> rates =
        RunDirectory.open(run).read().results().all(Schedules.class).stream()
            .filter(curve -> curve.hyperparameter().equals("learning rate"))
            .toList();
    for (String layer : LAYERS) {
      List<ScheduleCurve> tied =
          rates.stream()
              .filter(curve -> Stream.of(layer, layer + "-bias").anyMatch(curve.group()::equals))
              .toList();
      // Equal updates give a bias the rate of its weights; tuned for each layer, they stay equal.
      assertThat(tied).hasSize(2);
      assertThat(tied.get(0).tuned()).isEqualTo(tied.get(1).tuned());
    }
    assertThat(rates.stream().map(ScheduleCurve::tuned).distinct()).hasSize(LAYERS.size());
  }

  @Test
  void onlyItsWeightsHaveATunedInitScaleWherePerWeightGroup() throws IOException {
    assertThat(RunDirectory.open(run).read().results().all(InitScales.class))
        .extracting(value -> value.group())
        .containsExactlyElementsOf(LAYERS);
  }

  @Test
  void theRecordSaysWhereItsGroupsStand() throws IOException {
    assertThat(RunDirectory.open(run).read().manifest().groups())
        .startsWith(new GroupPlace("stem-bias", 0, false), new GroupPlace("stem", 0, true))
        .endsWith(new GroupPlace("head-bias", 3, false), new GroupPlace("head", 3, true));
  }

  @Test
  void itsRecipeTrainsAgain() {
    Invocation result = Invocation.of("transfer", run + "/recipe.json", "--width=32", "--seeds=1");
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

  @ParameterizedTest
  @ValueSource(strings = {"mup", "unit"})
  void itFollowsTheWidthUnderMaximalUpdate(String parametrization) {
    Invocation result = coordcheck(parametrization);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("output into-head at the start", "first change by block-1");
  }

  @Test
  void aFaultIsNamedByTheTensorThatHasIt() {
    Invocation result = coordcheck("faulty-readout-twice");
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("at fault: head: into-head at the start goes as width^-1.");
  }

  private static Invocation coordcheck(String parametrization) {
    return Invocation.of(
        "coordcheck",
        "coordcheck-mlp",
        "--set=model.architecture=residual",
        "--set=model.parametrization=" + parametrization,
        "--widths=32,64,128",
        "--steps=1",
        "--out=" + folder.resolve("coordcheck-" + parametrization));
  }

  @ParameterizedTest
  @CsvSource({
    "pytorch, 'PyTorch: it makes Plus, which has no formula for PyTorch'",
    "optax,   'optax: it makes Plus, which has no formula for optax'",
    "dl4j,    'Deeplearning4j: one of mlp can'"
  })
  void aLibraryThatItIsNotKnownForIsRefused(String library, String why) {
    Invocation result = Invocation.of("export", run + "/recipe.json", "--to=" + library);
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains("a network of architecture residual cannot be written for " + why);
  }

  @Test
  void sizesThatItHasNoNetworkForAreRefusedByTheirKey() {
    Invocation result =
        Invocation.of(
            "run",
            config.toString(),
            "--set=model.hidden=[9, 5]",
            "--set=transfer=null",
            "--out=" + folder.resolve("none"));
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains("model: needs hidden layers of one width, at least one of them, got [9, 5]");
  }

  @Test
  void aFigureOfAGroupThatItDoesNotHaveIsRefused() {
    Invocation result =
        Invocation.of(
            "run",
            config.toString(),
            "--set=published.0.figure=peak-rate-of-W1",
            "--out=" + folder.resolve("none"));
    assertThat(result.err())
        .contains("the network has no parameter group 'W1'; it has stem-bias, stem");
  }
}
