package org.retrograde.models.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** What an answer that is the same for every row costs. */
final class LossTest {

  private static final double[] FREQUENCIES = {0.5, 0.3, 0.2};

  /** Ten rows of three classes, and one answer for all of them. */
  private static double of(Loss loss, double[] answer) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Tensor prediction = device.tensor(10, 3);
      Tensor targets = device.tensor(10, 3);
      double[] rows = new double[30];
      double[] oneHot = new double[30];
      for (int i = 0; i < 10; i++) {
        System.arraycopy(answer, 0, rows, 3 * i, 3);
        oneHot[3 * i + (i < 5 ? 0 : i < 8 ? 1 : 2)] = 1;
      }
      prediction.assign(rows);
      targets.assign(oneHot);
      return loss.value(prediction, targets, device.tensor(10, 3)).value();
    }
  }

  private static double[] best(Loss loss) {
    return loss == Loss.SQUARED_ERROR
        ? FREQUENCIES
        : new double[] {Math.log(0.5), Math.log(0.3), Math.log(0.2)};
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void theBestConstantIsTheFrequenciesAndAnyOtherIsWorse(Loss loss) {
    double least = loss.ofBestConstant(FREQUENCIES);
    assertThat(of(loss, best(loss))).isCloseTo(least, within(1e-12));
    for (int i = 0; i < 3; i++) {
      for (double move : new double[] {-0.1, 0.1}) {
        double[] other = best(loss).clone();
        other[i] += move;
        assertThat(of(loss, other)).isGreaterThan(least + 1e-4);
      }
    }
  }

  @Test
  void aSingleClassCostsNothing() {
    for (Loss loss : Loss.values()) {
      assertThat(loss.ofBestConstant(new double[] {0, 1, 0})).isZero();
    }
  }
}
