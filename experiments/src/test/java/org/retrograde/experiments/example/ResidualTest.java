package org.retrograde.experiments.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** The derivatives of {@link Residual}, which nobody wrote down, against differences. */
final class ResidualTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int ROWS = 6;
  private static final double STEP = 1e-4;

  private static NetworkObjective objective(Residual architecture, Nonlinearity f) {
    NetworkSpec plain =
        NetworkSpec.of(
            architecture, new NetworkSizes(4, List.of(5, 5, 5), 3, f), Loss.CROSS_ENTROPY);
    List<Double> multipliers =
        plain.layout().parameters().stream().map(p -> p.role().isWeight() ? 0.7 : 1.0).toList();
    NetworkSpec spec = plain.withMultipliers(multipliers);
    RandomGenerator random = new Well19937c(1);
    Tensor targets = DEVICE.tensor(ROWS, 3);
    targets.fill(1.0 / 3);
    DeviceData data = new DeviceData(drawn(random, new ParameterGroup("x", ROWS, 4)), targets);
    return new NetworkObjective(
        DEVICE,
        new NetworkProblem(
            spec,
            tensors(spec.groups(), random),
            data,
            BatchPlans.inOrder(ROWS, 1, ROWS),
            List.of(data),
            false));
  }

  private static List<Tensor> tensors(List<ParameterGroup> groups, RandomGenerator random) {
    return groups.stream().map(group -> drawn(random, group)).toList();
  }

  private static Tensor drawn(RandomGenerator random, ParameterGroup group) {
    Tensor tensor = DEVICE.tensor(group.rows(), group.cols());
    tensor.assign(() -> 0.6 * random.nextGaussian());
    return tensor;
  }

  @ParameterizedTest
  @CsvSource({"1, TANH", "2, TANH", "1, LOGISTIC", "3, TANH"})
  void gradientAndHessianProductAgreeWithDifferences(int span, Nonlinearity f) {
    NetworkObjective objective = objective(new Residual(span), f);
    RandomGenerator random = new Well19937c(2);
    List<Tensor> weights = tensors(objective.groups(), random);
    List<Tensor> u = tensors(objective.groups(), random);
    List<Tensor> gradient = tensors(objective.groups(), random);
    List<Tensor> product = tensors(objective.groups(), random);
    Linearization at = objective.linearize(0, weights, gradient);
    at.hessianProduct(u, product, 0);

    double slope =
        (objective.finalLoss(moved(weights, STEP, u))
                - objective.finalLoss(moved(weights, -STEP, u)))
            / (2 * STEP);
    double size = Math.sqrt(dot(gradient, gradient) * dot(u, u));
    assertThat(dot(gradient, u)).isCloseTo(slope, within(1e-8 * size));
    assertThat(1.001 * dot(gradient, u)).isNotCloseTo(slope, within(1e-8 * size));

    List<Tensor> v = tensors(objective.groups(), random);
    double curvature =
        (dot(gradientAt(objective, moved(weights, STEP, u)), v)
                - dot(gradientAt(objective, moved(weights, -STEP, u)), v))
            / (2 * STEP);
    double largest = Math.sqrt(dot(product, product) * dot(v, v));
    assertThat(dot(product, v)).isCloseTo(curvature, within(1e-7 * largest));
  }

  private static List<Tensor> gradientAt(NetworkObjective objective, List<Tensor> weights) {
    List<Tensor> gradient = tensors(objective.groups(), new Well19937c(3));
    objective.evaluate(0, weights, gradient);
    return gradient;
  }

  private static List<Tensor> moved(List<Tensor> weights, double by, List<Tensor> direction) {
    List<Tensor> moved = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      Tensor tensor = DEVICE.tensor(weights.get(g).rows(), weights.get(g).cols());
      tensor.assign(weights.get(g));
      tensor.addScaled(by, direction.get(g));
      moved.add(tensor);
    }
    return moved;
  }

  private static double dot(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    for (int g = 0; g < a.size(); g++) {
      sum += a.get(g).dot(b.get(g)).value();
    }
    return sum;
  }

  @Test
  void whatIsPassedByCountsInTheOutputs() {
    double[] one = outputs(new Residual(1));
    double[] three = outputs(new Residual(3)); // beyond the last hidden layer: passes none by
    assertThat(one).isNotEqualTo(three);
  }

  private static double[] outputs(Residual architecture) {
    NetworkObjective objective = objective(architecture, Nonlinearity.TANH);
    List<Tensor> weights = tensors(objective.groups(), new Well19937c(2));
    DeviceData data =
        new DeviceData(
            drawn(new Well19937c(4), new ParameterGroup("x", ROWS, 4)), DEVICE.tensor(ROWS, 3));
    List<double[]> seen = objective.probe(data, weights);
    return seen.get(seen.size() - 1);
  }

  @Test
  void itsNumberHasARange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Residual(0))
        .withMessage("span must be at least 1, got 0");
  }
}
