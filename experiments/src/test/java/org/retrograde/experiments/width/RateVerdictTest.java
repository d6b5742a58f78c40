package org.retrograde.experiments.width;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** The definitions of C1 to C5 in docs/mup.md. */
final class RateVerdictTest {

  private static final List<Double> RATES = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

  /** Losses of one seed: at each width a parabola in log2 of the rate, never below 1. */
  private static RateGrid grid(
      Parametrization parametrization, DoubleUnaryOperator optimum, DoubleUnaryOperator floor) {
    Map<Integer, List<List<Double>>> losses = new TreeMap<>();
    for (int width : new int[] {32, 64, 128}) {
      double octaves = Math.log(width / 32.0) / Math.log(2);
      losses.put(
          width,
          RATES.stream()
              .map(rate -> Math.log(rate) / Math.log(2) - optimum.applyAsDouble(octaves))
              .map(away -> List.of(floor.applyAsDouble(octaves) + 0.1 * away * away))
              .toList());
    }
    return new RateGrid(parametrization, RATES, losses);
  }

  private static RateTransfer judged(String experiment, RateGrid grid) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Workbench bench = new Workbench(ConfigReader.readBuiltin(experiment, List.of()), device);
      return new RateVerdict(bench, requireNonNull(bench.config().sweep())).of(grid);
    }
  }

  private static CriterionFigure figure(RateTransfer transfer, String subject) {
    return transfer.figures().stream()
        .filter(figure -> figure.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theParabolaFindsTheOptimumBetweenGridPoints() {
    List<RateCurve> curves =
        grid(Parametrization.MUP, octaves -> 0.3 - 0.2 * octaves, octaves -> 1).curves(32);

    assertThat(curves).extracting(RateCurve::bestRate).containsOnly(1.0);
    assertThat(curves.get(0).optimum()).isCloseTo(Math.pow(2, 0.3), within(1e-12));
    assertThat(curves.get(2).optimum()).isCloseTo(Math.pow(2, -0.1), within(1e-12));
    assertThat(curves).allMatch(RateCurve::inside).allMatch(curve -> curve.regret() == 0);
  }

  @Test
  void aDriftIsTheOctavesForADoublingAndShowsInRegretAtTheBaseRate() {
    RateTransfer transfer =
        judged("lr-sweep-adam", grid(Parametrization.MUP, octaves -> 0.6 * octaves, octaves -> 1));

    assertThat(transfer.drift()).isCloseTo(0.6, within(1e-12));
    assertThat(figure(transfer, "drift").passed()).isFalse();
    // At width 128 the optimum is at 1.2 octaves; the base rate is 0, the best grid rate 1.
    assertThat(transfer.curves().get(2).regret())
        .isCloseTo((1 + 0.1 * 1.44) / (1 + 0.1 * 0.04) - 1, within(1e-12));
    assertThat(figure(transfer, "largest regret").passed()).isFalse();
  }

  @Test
  void theLossMustFallStrictlyFromWidthToWidth() {
    RateTransfer falls =
        judged("lr-sweep-adam", grid(Parametrization.MUP, octaves -> 0, o -> 1 - 0.1 * o));
    RateTransfer stays =
        judged("lr-sweep-adam", grid(Parametrization.MUP, octaves -> 0, octaves -> 1));

    assertThat(falls.figures()).allMatch(CriterionFigure::passed);
    assertThat(figure(stays, "wider is better").passed()).isFalse();
    assertThat(figure(stays, "wider is better").value()).isZero();
  }

  @Test
  void whatIsNoNumberCountsAsInfinite() {
    Map<Integer, List<List<Double>>> losses = new TreeMap<>();
    losses.put(32, points(3.0, 2.0, 1.0, 2.0, 3.0));
    losses.put(64, points(3.0, 2.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN));
    List<RateCurve> curves = new RateGrid(Parametrization.MUP, RATES, losses).curves(32);

    assertThat(curves.get(1).bestRate()).isEqualTo(0.5);
    assertThat(curves.get(1).optimum()).isCloseTo(0.5, within(1e-15)); // no parabola there
    assertThat(curves.get(1).regret()).isInfinite();
    assertThat(curves.get(1).inside()).isTrue();
  }

  @Test
  void aWidthWhereEverythingDivergedFails() {
    Map<Integer, List<List<Double>>> losses = new TreeMap<>();
    losses.put(32, points(3.0, 2.0, 1.0, 2.0, 3.0));
    double nan = Double.NaN;
    losses.put(64, points(nan, nan, nan, nan, nan));
    RateTransfer transfer =
        judged("lr-sweep-adam", new RateGrid(Parametrization.MUP, RATES, losses));

    assertThat(transfer.figures()).noneMatch(CriterionFigure::passed);
  }

  @Test
  void anOptimumOnTheEdgeOfTheGridFails() {
    RateTransfer transfer =
        judged("lr-sweep-adam", grid(Parametrization.MUP, octaves -> -2, o -> 1 - 0.1 * o));

    assertThat(figure(transfer, "optima on the edge").value()).isEqualTo(3);
    assertThat(figure(transfer, "optima on the edge").passed()).isFalse();
  }

  @Test
  void contrastsPassWhereTheyShow() {
    RateTransfer drifts =
        judged("lr-sweep-adam", grid(Parametrization.STANDARD, octaves -> -octaves, octaves -> 1));
    RateTransfer stays =
        judged("lr-sweep-adam", grid(Parametrization.STANDARD, octaves -> 0, octaves -> 1));
    RateTransfer fault =
        judged(
            "lr-sweep-momentum",
            grid(Parametrization.FAULTY_STANDARD_READOUT, octaves -> -octaves, octaves -> 1));

    assertThat(drifts.figures()).hasSize(2).allMatch(CriterionFigure::passed);
    assertThat(stays.figures()).hasSize(2).noneMatch(CriterionFigure::passed);
    assertThat(fault.figures()).hasSize(1).allMatch(CriterionFigure::passed);
  }

  @Test
  void standardParametrizationIsNotJudgedUnderSgd() {
    RateTransfer transfer =
        judged("lr-sweep-momentum", grid(Parametrization.STANDARD, octaves -> 0, octaves -> 1));

    assertThat(transfer.figures()).isEmpty();
  }

  private static List<List<Double>> points(double... losses) {
    List<List<Double>> points = new ArrayList<>();
    Arrays.stream(losses).forEach(loss -> points.add(List.of(loss)));
    return points;
  }
}
