package org.retrograde.reports.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpreadTest {

  @Test
  void theDeviationHasDivisorCountMinusOne() {
    Spread spread = Spread.of(List.of(1.0, 2.0, 6.0));

    assertThat(spread.mean()).isEqualTo(3);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(7), within(1e-15));
  }

  @Test
  void valuesThatAreNotFiniteDoNotCount() {
    assertThat(Spread.of(List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY)).count()).isEqualTo(1);
  }

  @Test
  void alikeValuesHaveNoDeviation() {
    double value = 118.0 / 120;
    List<Double> alike = List.of(value, value, value, value, value);
    assertThat(alike.stream().mapToDouble(one -> one).sum() / 5)
        .as("the control: their mean is rounded")
        .isNotEqualTo(value);
    assertThat(Spread.of(alike).deviation()).isZero();
    assertThat(Spread.of(List.of(value, value, value, value, Math.nextUp(value) + 1e-12)))
        .extracting(Spread::deviation)
        .isNotEqualTo(0.0);
  }

  @Test
  void whatIsInfiniteDivergedAndNanIsNoValue() {
    Spread spread = Spread.of(List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY));
    assertThat(spread.diverged()).isEqualTo(1);
    assertThat(spread.words()).isEqualTo("1.0000 (1 of 2 diverged)");
    assertThat(Spread.of(List.of(Double.POSITIVE_INFINITY)).words()).isEqualTo("diverged");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0000", "0.3084, 0.3084", "0.00001234, 1.234e-05", "1234567, 1.235e+06"})
  void smallAndLargeFiguresKeepTheirDigits(double value, String digits) {
    assertThat(Digits.of(value)).isEqualTo(digits);
  }

  @Test
  void nothingHasNoMean() {
    assertThat(Spread.of(List.of()).mean()).isNaN();
  }

  @Test
  void theIntervalOfAMeanIsThatOfStudent() {
    // Table: t = 3.182 at 3 degrees of freedom.
    assertThat(Spread.of(List.of(1.0, 2.0, 3.0, 4.0)).halfWidth())
        .isCloseTo(3.182 * Math.sqrt(5.0 / 3) / 2, within(1e-12));
    assertThat(Spread.of(List.of(1.0)).halfWidth()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"1, 12.706", "9, 2.262", "30, 2.042", "31, 2.040", "60, 2.000", "120, 1.980"})
  void quantilesOfStudentsTAreThoseOfTheTables(int freedom, double expected) {
    assertThat(StudentT.quantile(freedom)).isCloseTo(expected, within(6e-4));
  }

  @Test
  void aMeanIsClearIfItsIntervalHoldsNoZero() {
    assertThat(Spread.of(List.of(1.0, 1.1, 0.9)).clear()).isTrue();
    assertThat(Spread.of(List.of(-1.0, -1.1, -0.9)).clear()).isTrue();
    assertThat(Spread.of(List.of(1.0, -0.9, 0.3)).clear()).isFalse();
    assertThat(Spread.of(List.of(1.0)).clear()).isFalse();
  }
}
