package org.retrograde.reports.html.element;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.19649, 0.196",
    "2, 2.00",
    "128, 128",
    "-0.5, −0.500",
    "1234.5, 1230",
    "0.0001234, 1.23e−04",
    "NaN, NaN",
    "Infinity, ∞"
  })
  void figuresHaveThreeDigits(double value, String expected) {
    assertThat(Numbers.figure(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2",
    "0.80, 0.8",
    "5.657, 5.66",
    "0.0001, 0.0001",
    "0.0003, 0.0003",
    "1e-6, 1.00e−06"
  })
  void settingsHaveNoZerosAfter(double value, String expected) {
    assertThat(Numbers.setting(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-17.64, −17.6\u00a0%", "3, +3.0\u00a0%", "NaN, not known"})
  void percentagesAreSigned(double value, String expected) {
    assertThat(Numbers.percent(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"999, 999 bytes", "108700, 109 kB", "88080000, 88.1 MB"})
  void bytesHaveDecimalUnits(long bytes, String expected) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "12, 12", "12345, '12,345'", "-3, −3", "0.4, 0.400", "NaN, NaN"})
  void countsAreInFullAndOtherFiguresHaveThreeDigits(double value, String expected) {
    assertThat(Numbers.countOrFigure(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2.2, +2.20", "0, 0", "-0.606, −0.606"})
  void signsAreShown(double value, String expected) {
    assertThat(Numbers.signed(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"88080000, 88.1", "2753000, 2.75", "1234567890, 1230", "4096, 0.00410"})
  void megabytesHaveThreeDigits(long bytes, String expected) {
    assertThat(Numbers.megabytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1.50 s", "512.4, 8 min 32 s", "7260, 2 h 01 min"})
  void durationsReadAsPeopleSayThem(double seconds, String expected) {
    assertThat(Numbers.duration(seconds)).isEqualTo(expected);
  }
}
