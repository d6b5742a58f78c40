package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.models.PlainNetwork;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** What training minimises on top of the cross entropy, and that nothing is judged by it. */
final class TrainingLossTest {

  private static final NetworkSpec PLAIN =
      NetworkSpec.of(List.of(4, 5, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY);
  private static final NetworkSpec SPEC =
      PLAIN.withLoss(new TrainingLoss(Loss.CROSS_ENTROPY, 0.1, 0.01));

  /** What a step and the end of a run give: losses, gradients, and a Hessian product. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(double loss, double[] derivatives, double finalLoss, double[] atTheEnd) {}

  private static Found find(String name, Precision precision, NetworkSpec spec) {
    try (Device device = Devices.open(name, precision, 1)) {
      NetworkObjective objective = new RandomProblem(spec, 12, 6, 1).objective(device, 3, false);
      List<Tensor> weights = zeros(device, objective);
      for (int g = 0; g < weights.size(); g++) {
        weights.get(g).assign(objective.initialWeights(device).get(g));
      }
      List<Tensor> gradient = zeros(device, objective);
      List<Tensor> product = zeros(device, objective);
      List<Tensor> last = zeros(device, objective);
      Linearization at = objective.linearize(1, weights, gradient);
      at.hessianProduct(weights, product, 1);
      double loss = at.loss().value();
      double finalLoss = objective.finalGradient(weights, last);
      assertThat(finalLoss).isEqualTo(objective.finalLoss(weights));
      return new Found(
          loss,
          numbers(Stream.concat(gradient.stream(), product.stream())),
          finalLoss,
          numbers(last.stream()));
    }
  }

  private static List<Tensor> zeros(Device device, NetworkObjective objective) {
    List<Tensor> zeros = new ArrayList<>();
    for (ParameterGroup group : objective.groups()) {
      zeros.add(device.tensor(group.rows(), group.cols()));
    }
    return zeros;
  }

  private static double[] numbers(Stream<Tensor> tensors) {
    return tensors.flatMapToDouble(tensor -> Arrays.stream(tensor.toArray())).toArray();
  }

  static Stream<Arguments> devices() {
    return Devices.usable().stream()
        .flatMap(name -> Stream.of(Precision.values()).map(each -> Arguments.of(name, each)));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyDeviceFindsTheSame(String name, Precision precision) {
    Found expected = find("host", Precision.FLOAT64, SPEC);
    double limit = precision == Precision.FLOAT64 ? 1e-14 : 1e-6;
    Found found = find(name, precision, SPEC);
    assertThat(found.loss).isCloseTo(expected.loss, within(limit));
    assertThat(found.derivatives).containsExactly(expected.derivatives, within(limit));
    assertThat(find("host", Precision.FLOAT64, PLAIN).loss)
        .isNotCloseTo(expected.loss, within(1e-2));
  }

  @Test
  void theLossOfAStepIsThatOfItsFormula() {
    RandomProblem problem = new RandomProblem(SPEC, 12, 6, 1);
    int[] rows = problem.batches(3).at(1);
    double[][] inputs = problem.inputs(12, 10);
    double[][] targets = problem.targets(12, 10);
    double expected =
        new PlainNetwork(SPEC)
            .loss(
                Arrays.stream(rows).mapToObj(row -> inputs[row]).toArray(double[][]::new),
                Arrays.stream(rows).mapToObj(row -> targets[row]).toArray(double[][]::new),
                problem.weights());
    assertThat(find("host", Precision.FLOAT64, SPEC).loss).isCloseTo(expected, within(1e-14));
  }

  /** The final loss is that of the outer objective, and its gradient starts the way back. */
  @ParameterizedTest
  @MethodSource("devices")
  void whatANetworkIsJudgedByIsThePlainLoss(String name, Precision precision) {
    Found plain = find(name, precision, PLAIN);
    Found found = find(name, precision, SPEC);
    assertThat(found.finalLoss).isEqualTo(plain.finalLoss);
    assertThat(found.atTheEnd).isEqualTo(plain.atTheEnd);
    assertThat(found.loss).isNotEqualTo(plain.loss);
    assertThat(found.derivatives).isNotEqualTo(plain.derivatives);
  }

  @Test
  void numbersOutOfRangeOrOfAnotherLossAreRefused() {
    for (double smoothing : new double[] {-0.1, 1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TrainingLoss(Loss.CROSS_ENTROPY, smoothing, 0))
          .withMessage("label smoothing must be at least 0 and below 1, got " + smoothing);
    }
    for (double coefficient : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TrainingLoss(Loss.CROSS_ENTROPY, 0, coefficient))
          .withMessage("z-loss must be at least 0 and finite, got " + coefficient);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingLoss(Loss.SQUARED_ERROR, 0.1, 0))
        .withMessage(
            "label smoothing and z-loss go with cross-entropy, got squared-error, 0.1 and 0.0");
  }
}
