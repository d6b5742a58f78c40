package org.retrograde.experiments.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

final class HypergradientTransferTest {

  private static final String YAML =
      """
      name: directions
      data: {source: synthetic, features: 16, classes: 4, train: 200, validation: 100, test: 10}
      model: {width: 32, base-width: 32, activation: tanh}
      training: {steps: 20, batch: 50, learning-rate: 4, momentum: 0.9}
      tune:
        iterations: 1
        seeds: 3
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters:
          - {name: learning-rate, per: group, knots: 1}
          - {name: init-scale, per: weight-group}
          - {name: multiplier, per: weight-group}
      transfer: {widths: [32, 256], seeds: 1}
      """;

  private static ExperimentConfig config(String... changes) {
    return ConfigReader.readText("directions", YAML, List.of(changes));
  }

  private static List<HypergradientTransfer.Point> measure(String... changes) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1);
        TrialEngine engine = new LocalTrials(2)) {
      ExperimentConfig config = config(changes);
      Workbench bench = new Workbench(config, device);
      return new HypergradientTransfer(
              engine, bench, Hyperparameters.checkedSpace(bench), Strategy.REPLAY)
          .measure(List.of(32, 256), 3);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Test D1 in small: muP keeps the direction, the standard parametrization loses it. */
  @Test
  void hypergradientsKeepTheirDirectionUnderMupAlone() {
    List<HypergradientTransfer.Point> mup = measure();
    List<HypergradientTransfer.Point> standard = measure("model.parametrization=standard");
    assertThat(mup).extracting(HypergradientTransfer.Point::width).containsExactly(32, 256);
    assertThat(mup.get(0).cosine()).isEqualTo(1);
    assertThat(standard.get(0)).as("the tuned width is the base").isEqualTo(mup.get(0));
    assertThat(mup.get(1).cosine()).isGreaterThan(0.8);
    assertThat(standard.get(1).cosine()).isLessThan(0.5);
  }

  @Test
  void aTurnBeyondTheNoiseOfTheSeedsIsNoted() {
    HypergradientTransfer.Point tuned = new HypergradientTransfer.Point(64, 1, 2, 0.01);
    Part part =
        judge(
            List.of(
                tuned,
                new HypergradientTransfer.Point(128, 0.94, 3, 0.02),
                new HypergradientTransfer.Point(256, 0.90, 3, 0.02)));
    List<CheckFigure> figures = part.figures();
    assertThat(figures)
        .extracting(CheckFigure::name)
        .containsExactly("width 128", "width 256", "spread of norms");
    assertThat(figures).extracting(CheckFigure::passed).containsExactly(true, false, true);
    assertThat(figures.get(2).value()).isEqualTo(1.5);
    assertThat(figures.get(1).explanation()).contains("width 64", "1.50 times as long");
    assertThat(part.verdicts())
        .singleElement()
        .satisfies(note -> assertThat(note.words()).contains("not point"))
        .satisfies(note -> assertThat(note.conclusion()).isEqualTo(Conclusion.USABLE));
  }

  @Test
  void normsThatSpreadAreNotedUnlessSeedsExplainIt() {
    Part sharp = judge(pair(0));
    assertThat(sharp.figures().get(1).value()).isEqualTo(4);
    assertThat(sharp.figures().get(1).passed()).isFalse();
    assertThat(sharp.verdicts())
        .singleElement()
        .satisfies(note -> assertThat(note.words()).contains("not of one size"));
    assertThat(judge(pair(0.1)).figures().get(1).passed()).isTrue();
  }

  @Test
  void hypergradientsOfZeroAreNotComparedWithOthers() {
    List<HypergradientTransfer.Point> still =
        List.of(
            new HypergradientTransfer.Point(64, 1, 0, Double.NaN),
            new HypergradientTransfer.Point(8, Double.NaN, 0, Double.NaN));
    assertThat(judge(still).figures()).isEmpty();
  }

  @Test
  void whatAConfigHasAlreadyIsNotAdvised() {
    assertThat(note())
        .contains("tune.seeds")
        .contains("width of at least 64")
        .doesNotContain("mup");
    assertThat(note("model.width=64")).doesNotContain("width of at least 64");
    assertThat(note("model.parametrization=standard")).contains("model.parametrization mup");
  }

  private static String note(String... changes) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      return new Remedies(new Workbench(config(changes), device)).ofWidths();
    }
  }

  private static Part judge(List<HypergradientTransfer.Point> points) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      return WidthPart.judge(points, new Remedies(new Workbench(config(), device)));
    }
  }

  /** One direction at two widths, four times as long at one of them. */
  private static List<HypergradientTransfer.Point> pair(double noise) {
    return List.of(
        new HypergradientTransfer.Point(64, 1, 1, noise),
        new HypergradientTransfer.Point(8, 1, 4, noise));
  }

  /** Means of few noisy vectors around one direction turn by what their own spread foretells. */
  @Test
  void theNoiseIsWhatSeedsAloneTakeFromTheCosine() {
    Well19937c random = new Well19937c(3);
    double lowered = 0;
    double foretold = 0;
    for (int trial = 0; trial < 200; trial++) {
      HypergradientTransfer.Mean one = HypergradientTransfer.Mean.of(noisy(random));
      HypergradientTransfer.Mean two = HypergradientTransfer.Mean.of(noisy(random));
      double norms = one.vector().norm() * two.vector().norm();
      lowered += 1 - one.vector().dot(two.vector()) / norms;
      foretold += (one.noise() + two.noise()) / 2;
    }
    assertThat(foretold).isCloseTo(lowered, withinPercentage(10));
  }

  private static List<RawVector> noisy(Well19937c random) {
    return IntStream.range(0, 8)
        .mapToObj(
            i -> {
              double[] vector = new double[20];
              Arrays.setAll(vector, j -> 1 + 0.5 * random.nextGaussian());
              return new RawVector(vector);
            })
        .toList();
  }

  @Test
  void whatBelongsToOneWidthIsNotCompared() {
    assertThat(HypergradientTransfer.appliesTo(config())).isTrue();
    assertThat(HypergradientTransfer.appliesTo(config("transfer=null"))).isFalse();
    assertThat(
            HypergradientTransfer.appliesTo(
                config(
                    "tune.hyperparameters=[{name: l2, per: parameter, start: 0.1}]",
                    "transfer.widths=[32]")))
        .isFalse();
  }
}
