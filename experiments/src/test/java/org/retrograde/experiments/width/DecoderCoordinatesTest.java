package org.retrograde.experiments.width;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reports.record.UncertainFigure.Outcome;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * The coordinate check of transformers, by width and by depth, on the experiment coordcheck-gpt.
 */
@Tag("slow")
final class DecoderCoordinatesTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);
  private static final List<Integer> WIDTHS = List.of(64, 128, 256);

  /** Enough for a fault. */
  private static final List<Integer> NARROW = List.of(32, 64, 128);

  private static final List<Integer> DEPTHS = List.of(4, 8, 16);

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  private static CoordinateSizes measure(CoordinateCheck.Settings settings, String... changes) {
    Workbench bench =
        new Workbench(ConfigReader.readBuiltin("coordcheck-gpt", List.of(changes)), DEVICE);
    try (TrialEngine engine = new LocalTrials(2)) {
      return new CoordinateCheck(bench, settings).run(engine, new SilentProgress());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CoordinateSizes byWidth(List<Integer> widths, String... changes) {
    return measure(new CoordinateCheck.Settings(widths, 16, 2, 0.125), changes);
  }

  private static CoordinateSizes byDepth(String power) {
    return measure(
        new CoordinateCheck.Settings(Axis.DEPTH, DEPTHS, 16, 2, 0.125),
        "model.width=32",
        "model.base-width=32",
        "model.architecture.base-depth=1",
        "model.architecture.depth-power=" + power);
  }

  private static void assertPasses(CoordinateSizes sizes) {
    CoordinateVerdict verdict = CoordinateVerdict.of(sizes);
    assertThat(verdict.figures())
        .filteredOn(figure -> figure.outcome() == Outcome.OUTSIDE)
        .isEmpty();
    assertThat(verdict.faults()).isEmpty();
  }

  @Test
  void maximalUpdatePasses() {
    assertPasses(byWidth(WIDTHS));
  }

  @Test
  void soDoGatesGainsAndBiases() {
    assertPasses(
        byWidth(
            WIDTHS,
            "model.architecture.gated=true",
            "model.architecture.gains=vector",
            "model.architecture.biases=true"));
  }

  /** Its embedding moves less in wider networks, as u-muP has it; all other tensors by as much. */
  @Test
  void soDoUnitScaledOperationsUnderTheirOwnRule() {
    CoordinateSizes sizes =
        byWidth(
            WIDTHS,
            "model.architecture={name: unit-transformer, head-size: 8}",
            "model.activation=silu",
            "model.parametrization=u-mup");
    assertPasses(sizes);
    assertThat(sizes.of(Measure.OWN_CHANGE))
        .filteredOn(series -> series.name().equals("E"))
        .singleElement()
        .satisfies(series -> assertThat(series.slope()).isBetween(-0.51, -0.49));
  }

  /** Each fault of the list that a transformer can have, and the tensor that it is told by. */
  @ParameterizedTest
  @CsvSource({
    "q1, model.parametrization=faulty-hidden-rate",
    "R, model.parametrization=faulty-readout-twice",
    "E, model.parametrization=faulty-input-as-hidden"
  })
  void aFaultIsNamed(String tensor, String fault) {
    assertThat(faults(byWidth(NARROW, fault)).get(0).tensor()).isEqualTo(tensor);
  }

  @Test
  void aFaultOfUnitScaledOperationsIsNamedToo() {
    CoordinateSizes sizes =
        byWidth(
            NARROW,
            "model.architecture={name: unit-transformer, head-size: 8}",
            "model.activation=silu",
            "model.parametrization=faulty-hidden-rate");
    assertThat(faults(sizes)).extracting(Fault::tensor).contains("q1").doesNotContain("E");
  }

  @Test
  void gainsAtTheHiddenRateAreNamed() {
    assertThat(
            faults(
                    byWidth(
                        NARROW,
                        "model.parametrization=faulty-gain-as-hidden",
                        "model.architecture.gains=vector"))
                .get(0)
                .tensor())
        .isEqualTo("gA1");
  }

  /** Products of heads that grow are divided by their root alone. */
  @Test
  void theRootOfGrowingHeadsIsNamed() {
    CoordinateSizes sizes =
        byWidth(NARROW, "model.architecture.head-count=1", "model.architecture.scale=root");
    assertThat(faults(sizes).get(0).tensor()).isEqualTo("q1");
  }

  private static List<Fault> faults(CoordinateSizes sizes) {
    CoordinateVerdict verdict = CoordinateVerdict.of(sizes);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.faults()).isNotEmpty();
    return verdict.faults();
  }

  @Test
  void completePHoldsInDepth() {
    assertPasses(byDepth("1"));
  }

  /** Under a power of 1/2, rates fall with the depth, so that each branch learns less and less. */
  @Test
  void underARootBranchesMoveLessInDeeperNetworks() {
    CoordinateSizes sizes = byDepth("0.5");
    assertThat(sizes.of(Measure.OWN_CHANGE))
        .filteredOn(series -> series.name().equals("d1"))
        .singleElement()
        .satisfies(series -> assertThat(series.slope()).isBetween(-0.6, -0.4));
    assertThat(faults(sizes)).extracting(Fault::tensor).contains("q1", "o1", "d1");
  }

  @Test
  void withoutAPowerTheStreamGrowsWithTheDepth() {
    Fault fault = faults(byDepth("0")).get(0);
    assertThat(fault.tensor()).isEqualTo("stream");
    assertThat(fault.reason()).contains("goes as depth^0.");
  }
}
