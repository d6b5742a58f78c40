package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TransformTest {

  private static final double[] RAW = {-6, -1.5, -0.01, 0, 0.3, 2, 5.5};

  @ParameterizedTest
  @EnumSource(Transform.class)
  void aValueGoesToItsRawNumberAndBack(Transform transform) {
    for (double raw : RAW) {
      assertThat(transform.raw(transform.value(raw))).isCloseTo(raw, within(1e-13));
    }
  }

  @ParameterizedTest
  @EnumSource(Transform.class)
  void theDerivativeIsThatOfTheValue(Transform transform) {
    double h = 1e-5;
    for (double raw : RAW) {
      double slope = (transform.value(raw + h) - transform.value(raw - h)) / (2 * h);
      assertThat(transform.derivative(raw)).isCloseTo(slope, withinPercentage(1e-5));
    }
  }

  @Test
  void theValuesAreThoseOfTheDefinitions() {
    assertThat(Transform.IDENTITY.value(0.3)).isEqualTo(0.3);
    assertThat(Transform.LOG.value(Math.log(0.25))).isEqualTo(0.25);
    assertThat(Transform.LOGIT.value(0)).isEqualTo(0.5);
    assertThat(Transform.LOGIT.value(Math.log(9))).isCloseTo(0.9, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"LOG,0", "LOG,-1", "LOG,NaN", "LOGIT,0", "LOGIT,1", "LOGIT,1.5", "IDENTITY,NaN"})
  void aValueThatNoRawNumberHasIsRefused(Transform transform, double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transform.raw(value))
        .withMessage(
            "%s cannot start at %s: no finite number maps to it".formatted(transform, value));
  }
}
