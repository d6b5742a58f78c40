package org.retrograde.hypergrad.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class PenalizedObjectiveTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final double[] FIRST = {0.1, 0, 0.3, 0.2, 0.05, 1};
  private static final double[] SECOND = {0, 0.5};

  private final Objective inner = new HostObjectiveAdapter(RandomRuns.quadratic(1));
  private final PenalizedObjective penalized =
      new PenalizedObjective(DEVICE, inner, List.of(FIRST, SECOND));
  private final List<Tensor> weights = tensors(new double[] {1, 2, 3, -4, 5, -6}, -7, 8);
  private final List<Tensor> direction = tensors(new double[] {2, -1, 0.5, 1, 0, 3}, 1, -2);

  private static List<Tensor> tensors(double[] first, double... second) {
    Tensor matrix = DEVICE.tensor(2, 3);
    matrix.assign(first);
    Tensor row = DEVICE.tensor(1, 2);
    row.assign(second);
    return List.of(matrix, row);
  }

  private List<Tensor> zeros() {
    List<Tensor> zeros = new ArrayList<>();
    for (ParameterGroup group : inner.groups()) {
      zeros.add(DEVICE.tensor(group.rows(), group.cols()));
    }
    return zeros;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.25, 16})
  void thePenaltyAndItsDerivativesHaveNoHalf(double parameterWeight) {
    List<Tensor> plainGradient = zeros();
    List<Tensor> plainProduct = zeros();
    List<Tensor> gradient = zeros();
    List<Tensor> product = zeros();
    Linearization plain = inner.linearize(0, weights, plainGradient);
    plain.hessianProduct(direction, plainProduct, 1);
    Linearization at = penalized.linearize(0, weights, gradient);
    at.hessianProduct(direction, product, parameterWeight);
    RunSettings derivative = new RunSettings(1, inner.groups());
    penalized.collect(derivative);
    double penalty = 0.1 + 0.3 * 9 + 0.2 * 16 + 0.05 * 25 + 36 + 0.5 * 64;
    assertThat(at.loss().value()).isCloseTo(plain.loss().value() + penalty, within(1e-12));
    double[][] lambda = {FIRST, SECOND};
    for (int g = 0; g < 2; g++) {
      double[] w = weights.get(g).toArray();
      double[] u = direction.get(g).toArray();
      for (int i = 0; i < w.length; i++) {
        assertThat(gradient.get(g).toArray()[i])
            .isCloseTo(plainGradient.get(g).toArray()[i] + 2 * lambda[g][i] * w[i], within(1e-13));
        assertThat(product.get(g).toArray()[i])
            .isCloseTo(plainProduct.get(g).toArray()[i] + 2 * lambda[g][i] * u[i], within(1e-13));
        assertThat(derivative.l2PerParameter().get(g)[i])
            .isEqualTo(parameterWeight * 2 * w[i] * u[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void lossAndGradientHaveTheSameBitsWithAndWithoutAHessianProduct(int step) {
    List<Tensor> alone = zeros();
    List<Tensor> together = zeros();
    double loss = penalized.evaluate(step, weights, alone).value();
    Linearization at = penalized.linearize(step, weights, together);
    at.hessianProduct(direction, zeros(), 1);
    assertThat(at.loss().value()).isEqualTo(loss);
    for (int g = 0; g < 2; g++) {
      assertThat(together.get(g).toArray()).containsExactly(alone.get(g).toArray());
    }
  }

  @Test
  void productsAtOnePointHaveTheBitsOfThoseOfFreshLinearizations() {
    List<Tensor> other = tensors(new double[] {0, 3, -2, 0.1, 7, 1}, 5, 0.3);
    Linearization at = penalized.linearize(0, weights, zeros());
    for (List<Tensor> u : List.of(direction, other, direction)) {
      List<Tensor> again = zeros();
      List<Tensor> fresh = zeros();
      at.hessianProduct(u, again, 1);
      new PenalizedObjective(DEVICE, inner, List.of(FIRST, SECOND))
          .linearize(0, weights, zeros())
          .hessianProduct(u, fresh, 1);
      for (int g = 0; g < 2; g++) {
        assertThat(again.get(g).toArray()).containsExactly(fresh.get(g).toArray());
      }
    }
  }

  @Test
  void theFinalLossHasNoPenalty() {
    assertThat(penalized.finalLoss(weights)).isEqualTo(inner.finalLoss(weights));
    List<Tensor> gradient = zeros();
    List<Tensor> expected = zeros();
    assertThat(penalized.finalGradient(weights, gradient))
        .isEqualTo(inner.finalGradient(weights, expected));
    assertThat(gradient.get(0).toArray()).containsExactly(expected.get(0).toArray());
    assertThat(penalized.evaluate(0, weights, zeros()).value())
        .isNotEqualTo(inner.evaluate(0, weights, zeros()).value());
  }
}
