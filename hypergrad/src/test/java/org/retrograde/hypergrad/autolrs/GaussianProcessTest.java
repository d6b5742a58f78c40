package org.retrograde.hypergrad.autolrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a Gaussian process was not observed, and so what a stage tries. */
final class GaussianProcessTest {

  private static final double LENGTH = 0.3;

  private static double kernel(double distance, double length) {
    double r = Math.sqrt(5) * Math.abs(distance) / length;
    return (1 + r + r * r / 3) * Math.exp(-r);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25, 0.6, 1})
  void theDeviationBesideOneAndTwoObservationsIsThatOfTheClosedForm(double at) {
    GaussianProcess process = new GaussianProcess(LENGTH);
    assertThat(process.deviation(at)).isEqualTo(1);

    process.observe(0.2);
    double a = kernel(at - 0.2, LENGTH);
    assertThat(process.deviation(at)).isCloseTo(Math.sqrt(1 - a * a), within(1e-8));
    double other = kernel(at - 0.2, 2 * LENGTH);
    assertThat(process.deviation(at)).isNotCloseTo(Math.sqrt(1 - other * other), within(1e-3));

    process.observe(0.7);
    double b = kernel(at - 0.7, LENGTH);
    double c = kernel(0.5, LENGTH);
    double explained = (a * a + b * b - 2 * a * b * c) / (1 - c * c);
    assertThat(process.deviation(at)).isCloseTo(Math.sqrt(1 - explained), within(1e-8));
  }

  @Test
  void itIsKnownWhereItWasObservedAndLeastFarthestFromThere() {
    GaussianProcess process = new GaussianProcess(LENGTH);
    process.observe(0.3);
    assertThat(process.deviation(0.3)).isLessThan(1e-4);
    assertThat(process.leastKnown()).isEqualTo(1);
    process.observe(1);
    process.observe(0);
    assertThat(process.leastKnown()).isBetween(0.6, 0.7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noPlaceIsTriedTwiceAndTheSameSeedTriesTheSame(long seed) {
    List<Double> places = Candidates.GAUSSIAN_PROCESS.places(40, new Well19937c(seed));
    assertThat(places).doesNotHaveDuplicates().allMatch(place -> place >= 0 && place <= 1);
    assertThat(Candidates.GAUSSIAN_PROCESS.places(40, new Well19937c(seed))).isEqualTo(places);
    assertThat(Candidates.GAUSSIAN_PROCESS.places(40, new Well19937c(seed + 9)))
        .isNotEqualTo(places);
    List<Double> tenth = places.subList(0, 10).stream().sorted().toList();
    for (int i = 1; i < tenth.size(); i++) { // they fill the range
      assertThat(tenth.get(i) - tenth.get(i - 1)).isBetween(0.02, 0.2);
    }
  }

  @Test
  void theGridHasBothEnds() {
    assertThat(Candidates.GRID.places(5, new Well19937c(1))).containsExactly(0d, .25, .5, .75, 1d);
    AutoLrs.Rates rates = new AutoLrs.Rates(5, 0.01, Candidates.GRID);
    assertThat(rates.factor(0)).isCloseTo(0.01, within(1e-15));
    assertThat(rates.factor(0.5)).isCloseTo(0.1, within(1e-15));
    assertThat(rates.factor(1)).isEqualTo(1);
  }
}
