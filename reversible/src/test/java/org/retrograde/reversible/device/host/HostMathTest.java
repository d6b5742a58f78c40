package org.retrograde.reversible.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HostMathTest {

  @Test
  void tanhInFloatIsWithinSixUnitsInTheLastPlace() {
    double worst = 0;
    for (int bits = Float.floatToRawIntBits(1e-30f);
        bits < Float.floatToRawIntBits(12f);
        bits += 97) {
      float x = Float.intBitsToFloat(bits);
      double exact = StrictMath.tanh(x);
      worst = Math.max(worst, Math.abs(HostMath.tanh(x) - exact) / Math.ulp((float) exact));
    }
    assertThat(worst).isLessThan(6);
  }

  @Test
  void tanhInDoubleIsWithinFourUnitsInTheLastPlace() {
    Random random = new Random(1);
    double worst = 0;
    for (int i = 0; i < 1_000_000; i++) {
      double x = Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 34);
      double exact = StrictMath.tanh(x);
      worst = Math.max(worst, Math.abs(HostMath.tanh(x) - exact) / Math.ulp(exact));
    }
    assertThat(worst).isLessThan(4);
  }

  @Test
  void tanhIsOddAndWithinOneEverywhere() {
    for (float x :
        new float[] {0, 1e-40f, 0.3f, 7, 9.2f, 100, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertThat(HostMath.tanh(-x)).isEqualTo(-HostMath.tanh(x));
      assertThat(Math.abs(HostMath.tanh(x))).isLessThanOrEqualTo(1);
    }
    assertThat(HostMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(HostMath.tanh(Float.NaN)).isNaN();
    assertThat(HostMath.tanh(Double.NaN)).isNaN();
  }

  @Test
  void theExponentialOfNegativeNumbersIsWithinTwoUnitsInTheLastPlace() {
    Random random = new Random(2);
    double worst = 0;
    for (int i = 0; i < 1_000_000; i++) {
      double x = -Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 31);
      double exact = StrictMath.exp(x);
      worst = Math.max(worst, Math.abs(HostMath.exp(x) - exact) / Math.ulp(exact));
    }
    assertThat(worst).isLessThan(2);
    assertThat(HostMath.exp(0)).isEqualTo(1);
    assertThat(HostMath.exp(-708)).isEqualTo(StrictMath.exp(-708), within(1e-320));
    assertThat(HostMath.exp(-708.1)).isZero();
    assertThat(HostMath.exp(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(HostMath.exp(Double.NaN)).isNaN();
  }

  @Test
  void theLogisticFunctionIsWithinFourUnitsInTheLastPlace() {
    Random random = new Random(3);
    double worst = 0;
    for (int i = 0; i < 1_000_000; i++) {
      double x =
          (random.nextBoolean() ? 1 : -1)
              * Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 31);
      double exact = 1 / (1 + StrictMath.exp(-x));
      worst = Math.max(worst, Math.abs(HostMath.logistic(x) - exact) / Math.ulp(exact));
    }
    assertThat(worst).isLessThan(4);
    assertThat(HostMath.logistic(Double.NaN)).isNaN();
    assertThat(HostMath.logistic(-1000)).isZero();
    assertThat(HostMath.logistic(1000)).isOne();
  }
}
