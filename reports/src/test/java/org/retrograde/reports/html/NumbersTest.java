package org.retrograde.reports.html;

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
  @CsvSource({"2, 2", "0.80, 0.8", "5.657, 5.66", "0.0001, 1.00e−04"})
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
  @CsvSource({"1.5, 1.50 s", "512.4, 8 min 32 s", "7260, 2 h 01 min"})
  void durationsReadAsPeopleSayThem(double seconds, String expected) {
    assertThat(Numbers.duration(seconds)).isEqualTo(expected);
  }
}
