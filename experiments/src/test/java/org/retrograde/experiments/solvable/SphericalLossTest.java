package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.TwoPhase;

final class SphericalLossTest {

  private static final int MODES = 6000;

  private static double gap(SphericalModel model, Schedule shape, int steps, double peak) {
    return model.expectedLoss().loss(rates(shape, steps, peak));
  }

  private static double[] rates(Schedule shape, int steps, double peak) {
    return new BestPeak(shape, steps, peak, Double.NaN).rates();
  }

  private static double mean(double[] values, DoubleUnaryOperator of) {
    return Arrays.stream(values).map(of).average().orElseThrow();
  }

  @Test
  void eigenvaluesAreQuantilesOfTheSemicircle() {
    double[] lambda = new SphericalModel(MODES, 1, 0).eigenvalues();

    assertThat(lambda).hasSize(MODES).isSorted();
    assertThat(lambda[MODES - 1]).isBetween(1.99, 2.0);
    assertThat(mean(lambda, x -> x)).isCloseTo(0, within(1e-12));
    assertThat(mean(lambda, x -> x * x)).isCloseTo(1, within(1e-5));
    assertThat(mean(lambda, x -> x * x * x * x)).isCloseTo(2, within(1e-4));
  }

  @Test
  void aDirectionStandsOutIfItIsPlantedStronglyEnough() {
    double[] strong = new SphericalModel(10, 1, 2).eigenvalues();

    assertThat(strong).hasSize(11);
    assertThat(strong[10]).isEqualTo(2.5);
    assertThat(new SphericalModel(10, 1, 1).eigenvalues())
        .containsExactly(new SphericalModel(10, 1, 0).eigenvalues());
  }

  /** Of one quantile, which is 0, and 5/2. */
  @Test
  void oneStepFollowsTheFormulaByHand() {
    RateLoss loss = new SphericalModel(1, 1, 2).expectedLoss();

    assertThat(loss.loss(new double[0])).isEqualTo(0.625, within(1e-15));
    double flat = 0.5 + 0.01;
    double planted = 1.25 * 1.25 * 0.5 + 0.01;
    double gap = (2.5 - 2.5 * planted / (flat + planted)) / 2;
    assertThat(loss.loss(new double[] {0.1})).isEqualTo(gap, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 7, 36, 39}) // states are kept at every seventh
  void derivativesAgreeWithCentralDifferences(int step) {
    RateLoss loss = new SphericalModel(30, 1, 1.5).expectedLoss();
    double[] rates = rates(new InversePower(), 40, 0.3);
    double derivative = loss.gradient(rates)[step];
    double difference =
        CentralDifferences.atZero(
            h -> {
              double[] moved = rates.clone();
              moved[step] += h;
              return loss.loss(moved);
            },
            1e-4);

    assertThat(derivative).isCloseTo(difference, Percentage.withPercentage(1e-4));
    assertThat(derivative * 1.001).isNotCloseTo(difference, Percentage.withPercentage(1e-4));
  }

  /** Figures of an implementation in NumPy. */
  @ParameterizedTest
  @CsvSource({"0, 0.237, 0.0005", "0.5, 0.0098, 0.00005", "1, 0.1355, 0.00005"})
  void singlePowersLeaveWhatIsKnown(double exponent, double gap, double digit) {
    double ours = gap(new SphericalModel(MODES, 2, 0), new InversePower(exponent, 1), 10_000, 0.3);

    assertThat(ours).isCloseTo(gap, within(digit));
  }

  /** Found there by a descent of the exact gradient, to the digits that are given. */
  @Test
  void whatADescentFoundLeavesWhatIsKnown() {
    SphericalModel model = new SphericalModel(1500, 1, 2);

    assertThat(gap(model, new InversePower(0.62, 1), 800, 0.305)).isCloseTo(.00274, within(5e-6));
    assertThat(gap(model, new TwoPhase(1.67, 27.8, 8), 800, 0.216)).isBetween(.00083, .00085);
  }

  private static final List<Double> EXPONENTS = List.of(0., .2, .3, .4, .45, .5, .6, .8, 1.);

  private static BestPowers powers(int steps, double temperature) {
    PowersConfig grid =
        new PowersConfig(List.of(), List.of(), List.of(), List.of(0.3), EXPONENTS, List.of());
    return BestPowers.of(new SphericalModel(500, temperature, 0).expectedLoss(), steps, grid);
  }

  @Test
  void theDerivativeByTheExponentPointsToTheBestOneFromBothSides() {
    BestPowers found = powers(2000, 2);

    assertThat(EXPONENTS.get(found.best())).isBetween(0.43, 0.53);
    assertThat(found.pointing()).isEqualTo(1);
    BestPowers elsewhere =
        new BestPowers(found.constant(), found.powers(), found.slopes(), 2, List.of());
    assertThat(elsewhere.pointing()).isLessThan(1);
    double h = 1e-5;
    double above = gap(new SphericalModel(500, 2, 0), new InversePower(0.3 + h, 1), 2000, 0.3);
    double below = gap(new SphericalModel(500, 2, 0), new InversePower(0.3 - h, 1), 2000, 0.3);
    assertThat(found.slopes().get(2))
        .isCloseTo((above - below) / (2 * h), Percentage.withPercentage(1e-4));
  }

  @Test
  void theBestExponentRisesWithLengthAndTemperature() {
    double reference = EXPONENTS.get(powers(1000, 1).best());

    assertThat(EXPONENTS.get(powers(100, 1).best())).isLessThan(reference);
    assertThat(EXPONENTS.get(powers(1000, 2).best())).isGreaterThan(reference);
  }

  /** Reduced from 6000 modes. */
  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2})
  void twoPhasesLeaveHalfOfWhatTheBestSinglePowerDoes(double spike) {
    PowersConfig grid =
        new PowersConfig(
            List.of(),
            List.of(),
            List.of(),
            List.of(0.01, 0.1, 0.2, 0.3),
            List.of(0., 0.3, 0.4, 0.5, 0.6, 0.7),
            List.of(5., 10., 20., 40.));
    BestPowers found = BestPowers.of(new SphericalModel(1500, 1, spike).expectedLoss(), 2000, grid);

    double phases = found.phases().get(found.bestPhase()).loss();
    assertThat(phases / found.power().loss()).isBetween(0.3, 0.7);
    assertThat(found.power().loss()).isLessThan(found.constant().loss());
  }

  @Test
  void ratesBeyondAllNumbersEndAtInfinity() {
    assertThat(new SphericalModel(3, 1, 0).expectedLoss().loss(new double[] {1e200}))
        .isPositive()
        .isInfinite();
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(() -> new SphericalModel(0, 1, 1)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> new SphericalModel(1, 0, 0)).hasMessageContaining("got 0.0 and 0.0");
  }
}
