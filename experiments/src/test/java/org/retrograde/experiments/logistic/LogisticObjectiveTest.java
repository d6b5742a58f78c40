package org.retrograde.experiments.logistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.retrograde.models.data.DataException;
import org.retrograde.models.network.BatchPlans;

final class LogisticObjectiveTest {

  private static final LogisticConfig SMALL = new LogisticConfig(200, 5, 0.5, 2);

  private final LogisticRows rows = LogisticRows.draw(SMALL, 1);
  private final double least = LeastLoss.of(rows);

  private LogisticObjective objective() {
    return new LogisticObjective(rows, least, BatchPlans.of(List.of(new int[] {0, 3, 7, 11})));
  }

  /** At every point the loss lies above that of the least, and above its tangent there. */
  @Test
  void theLeastLossIsBelowThatOfAllWeights() {
    RandomGenerator random = new Well19937c(1);
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 1000; i++) {
      double[] weights = new double[5];
      Arrays.setAll(weights, k -> 3 * random.nextGaussian());
      double above = objective().finalGradient(new double[][] {weights}, new double[1][5]);
      assertThat(above).isPositive();
      nearest = Math.min(nearest, above);
    }
    assertThat(nearest).isLessThan(0.1);
    assertThat(least).isBetween(0.3, Math.log(2));
  }

  /** Plain gradient descent comes down to it, by another way than Newton's. */
  @Test
  void descentEndsThere() {
    double[] weights = new double[5];
    double above = 1;
    for (int t = 0; t < 5000; t++) {
      double[][] gradient = new double[1][5];
      above = objective().finalGradient(new double[][] {weights}, gradient);
      for (int k = 0; k < 5; k++) {
        weights[k] -= 2 * gradient[0][k];
      }
    }
    assertThat(above).isCloseTo(0, within(1e-12));
  }

  @Test
  void gradientAndHessianProductAgreeWithDifferences() {
    double[][] weights = {{0.3, -2, 0.1, 1, -0.5}};
    double[][] gradient = new double[1][5];
    objective().gradient(0, weights, gradient);
    double h = 1e-5;
    for (int k = 0; k < 5; k++) {
      double[][] up = {weights[0].clone()};
      double[][] down = {weights[0].clone()};
      up[0][k] += h;
      down[0][k] -= h;
      double[][] upGradient = new double[1][5];
      double[][] downGradient = new double[1][5];
      double difference =
          (objective().gradient(0, up, upGradient) - objective().gradient(0, down, downGradient))
              / (2 * h);
      assertThat(gradient[0][k]).isCloseTo(difference, within(1e-9));
      assertThat(1.001 * gradient[0][k]).isNotCloseTo(difference, within(1e-9));
      double[][] direction = new double[1][5];
      direction[0][k] = 1;
      double[][] product = new double[1][5];
      objective().hessianProduct(0, weights, direction, product);
      for (int j = 0; j < 5; j++) {
        double curvature = (upGradient[0][j] - downGradient[0][j]) / (2 * h);
        assertThat(product[0][j]).isCloseTo(curvature, within(1e-9));
      }
    }
  }

  @Test
  void rowsThatCanBeToldApartHaveNoLeastLoss() {
    assertThatThrownBy(() -> LeastLoss.of(LogisticRows.draw(new LogisticConfig(5, 20, 0, 2), 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its rows have no least loss");
  }
}
