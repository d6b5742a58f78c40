package org.retrograde.experiments.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

final class CurvedValleyTest {

  private static final CurvedValley VALLEY = new CurvedValley();

  private static double loss(double x, double y) {
    return VALLEY.finalGradient(new double[][] {{x, y}}, new double[1][2]);
  }

  private static double[] gradient(double x, double y) {
    double[][] gradient = new double[1][2];
    VALLEY.gradient(0, new double[][] {{x, y}}, gradient);
    return gradient[0];
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.9, 0.2, 1.4})
  void gradientsAndHessianProductsAgreeWithCentralDifferences(double x) {
    double y = 0.3 + x * x;
    double[] u = {0.8, -0.6};
    double[] slope = gradient(x, y);
    double[][] product = new double[1][2];
    VALLEY.hessianProduct(0, new double[][] {{x, y}}, new double[][] {u}, product);

    assertThat(slope[0] * u[0] + slope[1] * u[1])
        .isCloseTo(
            CentralDifferences.atZero(h -> loss(x + h * u[0], y + h * u[1]), 1e-3), within(1e-5));
    for (int i = 0; i < 2; i++) {
      int part = i;
      double difference =
          CentralDifferences.atZero(h -> gradient(x + h * u[0], y + h * u[1])[part], 1e-3);
      assertThat(product[0][i]).isCloseTo(difference, within(1e-4));
      assertThat(product[0][i] * 1.001).isNotCloseTo(difference, within(1e-4));
    }
  }

  /** The figure that the paper prints, before any hypergradient. */
  @Test
  void fiftyPlainStepsEndAtThePapersLoss() {
    RunSettings settings = new RunSettings(50, VALLEY.groups());
    settings.coefficients().fill(Coefficient.LEARNING_RATE, Math.exp(-4.5));
    settings.coefficients().fill(Coefficient.MOMENTUM, 0.99);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      PlainStepper plain =
          new PlainStepper(
              new TrainingRun(
                  device,
                  new HostObjectiveAdapter(VALLEY),
                  new Momentum(MomentumForm.PAPER),
                  settings));

      assertThat(plain.finalLoss()).isCloseTo(395.36, within(0.005));
      assertThat(List.of(Arrays.stream(VALLEY.initialWeights()[0]).boxed().toArray()))
          .containsExactly(1.4, 3.9);
    }
  }
}
