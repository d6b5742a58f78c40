package org.retrograde.experiments.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.network.architecture.Mlp;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;

/** B1 to B4 of docs/mup.md, on the experiment coordcheck-mlp. */
final class CoordinateCheckTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);
  private static final List<Integer> WIDTHS = List.of(32, 64, 128, 256, 512);

  /** The optimizers of the check and their rates; the built-in experiment itself is SGD. */
  private static final Map<String, List<String>> OPTIMIZERS =
      Map.of(
          "sgd",
          List.of(),
          "momentum",
          List.of(
              "training.optimizer=momentum", "training.learning-rate=4", "training.momentum=0.9"),
          "adam",
          List.of("training.optimizer=adamw", "training.learning-rate=0.02"),
          "muon",
          List.of("training.optimizer=muon", "training.learning-rate=0.02"),
          "muon-original",
          List.of(
              "training.optimizer={name: muon, scale: original}", "training.learning-rate=0.02"));

  private static final Map<String, CoordinateSizes> MEASURED = new LinkedHashMap<>();

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  private static CoordinateSizes measure(String parametrization, String optimizer) {
    return MEASURED.computeIfAbsent(
        parametrization + " " + optimizer,
        key -> {
          List<String> changes = new ArrayList<>(OPTIMIZERS.get(optimizer));
          changes.add("model.parametrization=" + parametrization);
          return measure(new CoordinateCheck.Settings(WIDTHS, 32, 4, 0.125), changes);
        });
  }

  private static CoordinateSizes measure(CoordinateCheck.Settings settings, List<String> changes) {
    Workbench bench = new Workbench(ConfigReader.readBuiltin("coordcheck-mlp", changes), DEVICE);
    try (TrialEngine engine = new LocalTrials(2)) {
      return new CoordinateCheck(bench, settings).run(engine, new SilentProgress());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double slope(CoordinateSizes sizes, String layer, int step) {
    return sizes.of(Measure.CHANGE, layer).get(step - 1).slope();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "adam", "muon", "muon-original"})
  void maximalUpdatePasses(String optimizer) {
    CoordinateVerdict verdict = CoordinateVerdict.of(measure("mup", optimizer));

    assertThat(verdict.figures())
        .filteredOn(figure -> figure.outcome() != Outcome.WITHIN)
        .isEmpty();
    assertThat(verdict.faults()).isEmpty();
    assertThat(verdict.figures())
        .extracting(UncertainFigure::criterion)
        .containsExactly(
            "B1", "B1", "B1", "B2", "B2", "B2", "B5", "own", "own", "own", "own", "own", "own");
  }

  /**
   * Few outputs and batches that are seldom in balance: a bias of the outputs moves by that
   * imbalance, which differs by far from batch to batch and not at all from width to width.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void smallBatchesPassWhateverTheSeed(long seed) {
    List<String> changes =
        List.of(
            "data={source: synthetic, features: 6, classes: 3, train: 60, validation: 30, test:"
                + " 30}",
            "model={width: 16, activation: tanh}",
            "training={steps: 20, batch: 20, learning-rate: 0.5}",
            "seed=" + seed);
    for (List<Integer> widths : List.of(List.of(32, 64, 128), WIDTHS)) {
      CoordinateSizes sizes = measure(new CoordinateCheck.Settings(widths, 256, 4, 0.125), changes);
      CoordinateVerdict verdict = CoordinateVerdict.of(sizes);

      assertThat(verdict.figures())
          .filteredOn(figure -> figure.outcome() != Outcome.WITHIN)
          .isEmpty();
      assertThat(sizes.of(Measure.OWN_CHANGE, "b3").get(0).error()).isLessThan(0.01);
    }
  }

  /** The forms train alike, so a few small widths suffice. */
  @ParameterizedTest
  @CsvSource({
    "mup-t3, sgd",
    "mup-t3, momentum",
    "mup-t3, adam",
    "mup-t9, sgd",
    "mup-t9, momentum",
    "mup-t9, adam",
    "unit, sgd",
    "unit, momentum",
    "unit, adam",
    "unit, muon"
  })
  void everyOtherFormOfItMovesAsItDoes(String parametrization, String optimizer) {
    CoordinateSizes form = measureSmall(parametrization, optimizer);
    CoordinateSizes mup = measureSmall("mup", optimizer);

    for (int i = 0; i < form.series().size(); i++) {
      CoordinateSeries series = form.series().get(i);
      CoordinateSeries expected = mup.series().get(i);
      for (int k = 0; k < series.sizes().size(); k++) {
        double size = expected.sizes().get(k);
        assertThat(series.sizes().get(k))
            .as("%s %s", series, expected)
            .isCloseTo(size, within(0.02 * size));
      }
    }
  }

  private static CoordinateSizes measureSmall(String parametrization, String optimizer) {
    List<String> changes = new ArrayList<>(OPTIMIZERS.get(optimizer));
    changes.add("model.parametrization=" + parametrization);
    return measure(new CoordinateCheck.Settings(List.of(16, 32, 128), 4, 4, 0.125), changes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum"})
  void standardParametrizationStarvesTheFirstLayerUnderSgd(String optimizer) {
    CoordinateSizes sizes = measure("standard", optimizer);

    assertThat(slope(sizes, "z1", 1)).isLessThanOrEqualTo(-0.35);
    assertThat(slope(sizes, "z3", 1)).isGreaterThanOrEqualTo(0.6);
    assertFails(sizes);
    // Raw sizes hide it.
    assertThat(sizes.of(Measure.SIZE, "z1").get(1).slope()).isBetween(-0.02, 0.02);
  }

  @Test
  void standardParametrizationBlowsHiddenLayersUpUnderAdam() {
    CoordinateSizes sizes = measure("standard", "adam");

    assertThat(slope(sizes, "z2", 1)).isGreaterThanOrEqualTo(0.6);
    assertThat(slope(sizes, "z3", 1)).isGreaterThanOrEqualTo(1.0);
    assertFails(sizes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "adam"})
  void aReadoutScaledTwiceIsNamed(String optimizer) {
    CoordinateSizes sizes = measure("faulty-readout-twice", optimizer);

    assertFails(sizes);
    assertThat(sizes.of(Measure.SIZE, "z3").get(0).slope()).isBetween(-1.55, -1.45);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum"})
  void aReadoutScaledTwiceStarvesTheLayersBelowIt(String optimizer) {
    assertThat(slope(measure("faulty-readout-twice", optimizer), "z1", 1)).isLessThan(-0.6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "adam"})
  void aStandardReadoutAmongMaximalUpdatesIsNamed(String optimizer) {
    CoordinateSizes sizes = measure("faulty-standard-readout", optimizer);

    assertFails(sizes);
    assertThat(slope(sizes, "z3", 1)).isGreaterThan(0.6);
  }

  /** Each under an optimizer whose rate there does follow the width. */
  @ParameterizedTest
  @CsvSource({
    "faulty-hidden-rate, adam, W2, 1.00",
    "faulty-hidden-rate, muon, W2, 0.50",
    "faulty-input-rate, sgd, W1, -1.00",
    "faulty-input-rate, momentum, W1, -1.00"
  })
  void aStandardRateAmongMaximalUpdatesIsNamed(
      String parametrization, String optimizer, String tensor, double slope) {
    CoordinateSizes sizes = measure(parametrization, optimizer);
    CoordinateVerdict verdict = CoordinateVerdict.of(sizes);

    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.faults()).extracting(Fault::tensor).containsExactly(tensor);
    assertThat(sizes.of(Measure.OWN_CHANGE, tensor).get(0).slope()).isCloseTo(slope, within(0.1));
  }

  /** The optimizer whose rate there is the same at every width finds nothing wrong. */
  @ParameterizedTest
  @CsvSource({
    "faulty-hidden-rate, sgd",
    "faulty-input-rate, adam",
    "faulty-hidden-rate, muon-original"
  })
  void whereMaximalUpdateHasTheStandardRateNothingIsNamed(
      String parametrization, String optimizer) {
    Workbench faulty = bench(parametrization, optimizer);
    Workbench right = bench("mup", optimizer);
    for (int group = 0; group < faulty.groups().size(); group++) {
      assertThat(faulty.scaling(512).of(group)).isEqualTo(right.scaling(512).of(group));
    }
  }

  private static Workbench bench(String parametrization, String optimizer) {
    List<String> changes = new ArrayList<>(OPTIMIZERS.get(optimizer));
    changes.add("model.parametrization=" + parametrization);
    return new Workbench(ConfigReader.readBuiltin("coordcheck-mlp", changes), DEVICE);
  }

  /** The other faulty tables, the standard one included, go wrong at the readout first. */
  private static void assertFails(CoordinateSizes sizes) {
    CoordinateVerdict verdict = CoordinateVerdict.of(sizes);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.faults().get(0).tensor()).isEqualTo("W3");
    assertThat(verdict.faults().get(0).reason()).contains("z3 at the start goes as width^");
  }

  @Test
  void aRunThatLeavesTheNumbersFailsWithItsPlace() {
    CoordinateSizes sizes =
        measure(
            new CoordinateCheck.Settings(List.of(32, 64), 2, 3, 1),
            List.of("training.learning-rate=1e12"));

    CoordinateVerdict verdict = CoordinateVerdict.of(sizes);

    assertThat(verdict.figures())
        .filteredOn(figure -> figure.criterion().equals("B5"))
        .singleElement()
        .satisfies(figure -> assertThat(figure.outcome()).isEqualTo(Outcome.OUTSIDE))
        .satisfies(figure -> assertThat(figure.explanation()).contains("width ", "step"));
    assertThat(verdict.faults())
        .last()
        .satisfies(fault -> assertThat(fault.reason()).contains("training diverged at step"));
  }

  @Test
  void aTensorWhoseOwnChangeGrowsIsNamedWhereTheStartIsRight() {
    List<CoordinateSeries> series = new ArrayList<>();
    for (String layer : List.of("z1", "z2")) {
      series.add(series(Measure.SIZE, layer, 0, layer.equals("z2") ? -0.5 : 0));
      series.add(series(Measure.CHANGE, layer, 1, layer.equals("z2") ? 0.4 : 0));
    }
    for (String tensor : List.of("W1", "b1", "W2", "b2")) {
      series.add(series(Measure.OWN_CHANGE, tensor, 1, tensor.equals("b1") ? 1 : 0));
    }

    CoordinateVerdict verdict = CoordinateVerdict.of(sizes(probes(2), series));

    assertThat(verdict.faults()).hasSize(1);
    assertThat(verdict.faults().get(0).tensor()).isEqualTo("b1");
    assertThat(verdict.faults().get(0).reason())
        .isEqualTo("its own first change goes as width^1.00, where width^0.00 belongs");
  }

  @Test
  void changesThatNoTensorExplainsAloneNameTheLowestLayer() {
    List<CoordinateSeries> series = new ArrayList<>();
    for (String layer : List.of("z1", "z2", "z3")) {
      series.add(series(Measure.SIZE, layer, 0, layer.equals("z3") ? -0.5 : 0));
      series.add(series(Measure.CHANGE, layer, 1, layer.equals("z1") ? 0 : 0.4));
    }
    for (String tensor : List.of("W1", "b1", "W2", "b2", "W3", "b3")) {
      series.add(series(Measure.OWN_CHANGE, tensor, 1, 0));
    }

    CoordinateVerdict verdict = CoordinateVerdict.of(sizes(probes(3), series));

    assertThat(verdict.faults().get(0).tensor()).isEqualTo("W2");
    assertThat(verdict.faults().get(0).reason()).startsWith("the change of z2 by step 1");
  }

  @Test
  void anOutputThatIsExactlyZeroAtTheStartIsRight() {
    List<CoordinateSeries> series = new ArrayList<>();
    series.add(series(Measure.SIZE, "z1", 0, 0));
    series.add(series(Measure.CHANGE, "z1", 1, 0));
    series.add(
        new CoordinateSeries(
            Measure.SIZE, "z2", 0, List.of(0.0, 0.0, 0.0), Double.NaN, Double.NaN));
    series.add(series(Measure.CHANGE, "z2", 1, 0));
    for (String tensor : List.of("W1", "b1", "W2", "b2")) {
      series.add(series(Measure.OWN_CHANGE, tensor, 1, 0));
    }

    CoordinateSizes sizes = sizes(probes(2), series);

    assertThat(CoordinateVerdict.of(sizes).passed()).isTrue();
  }

  /** Those of a perceptron of some layers. */
  private static List<Probe> probes(int layers) {
    return new Mlp()
        .layout(new NetworkSizes(1, Collections.nCopies(layers - 1, 1), 1, Nonlinearity.TANH))
        .probes();
  }

  private static CoordinateSeries series(Measure measure, String name, int step, double slope) {
    List<Double> sizes =
        Arrays.stream(new int[] {32, 64, 128}).mapToObj(n -> Math.pow(n, slope)).toList();
    return new CoordinateSeries(measure, name, step, sizes, slope, 0.01);
  }

  private static CoordinateSizes sizes(List<Probe> probes, List<CoordinateSeries> series) {
    return new CoordinateSizes(
        Axis.WIDTH, List.of(32, 64, 128), 16, 1, probes, Map.of(), series, List.of());
  }

  @Test
  void aLineThroughLogarithmsHasThePowerAsItsSlope() {
    assertThat(LogLine.slope(List.of(32, 64, 128), List.of(8.0, 4.0, 2.0))).isEqualTo(-1);
    assertThat(LogLine.slope(List.of(32, 64), List.of(0.0, 4.0))).isNaN();
    assertThat(LogLine.slope(List.of(32, 64), List.of(Double.POSITIVE_INFINITY, 4.0))).isNaN();
  }

  @Test
  void settingsOutOfRangeAreRefusedWithTheirValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoordinateCheck.Settings(List.of(32), 2, 1, 1))
        .withMessageContaining("[32]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoordinateCheck.Settings(List.of(32, 64), 1, 1, 1))
        .withMessageContaining("seeds must be at least 2, as their spread decides, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoordinateCheck.Settings(List.of(32, 64), 2, 0, 1))
        .withMessageContaining("steps must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoordinateCheck.Settings(List.of(32, 64), 2, 1, 0))
        .withMessageContaining("readout must be above 0, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> measure(new CoordinateCheck.Settings(List.of(32, 64), 2, 21, 1), List.of()))
        .withMessageContaining("at most training.steps (20), got 21");
  }
}
