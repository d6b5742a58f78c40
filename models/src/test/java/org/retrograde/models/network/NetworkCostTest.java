package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.models.CountingDevice;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** What gradients and Hessian products of networks ask a device for. */
final class NetworkCostTest {

  private final CountingDevice device =
      new CountingDevice(Devices.open("host", Precision.FLOAT64, 1));

  static Stream<Arguments> networks() {
    return IntStream.rangeClosed(1, 4)
        .boxed()
        .flatMap(layers -> Stream.of(false, true).map(tunes -> Arguments.of(layers, tunes)));
  }

  private NetworkObjective objective(int layers, boolean tunesInputs) {
    List<Integer> sizes = Collections.nCopies(layers + 1, 3);
    // Multipliers other than 1 take scratch.
    NetworkSpec spec =
        Perceptrons.spec(
            sizes, Nonlinearity.TANH, Loss.CROSS_ENTROPY, Collections.nCopies(layers, 0.7));
    return new RandomProblem(spec, 6, 3, 1).objective(device, 4, tunesInputs);
  }

  private List<Tensor> zeros(NetworkObjective objective) {
    List<Tensor> zeros = new ArrayList<>();
    for (ParameterGroup group : objective.groups()) {
      zeros.add(device.tensor(group.rows(), group.cols()));
    }
    return zeros;
  }

  /** No product serves the gradient with respect to inputs, or multiplies their tangent of zero. */
  @ParameterizedTest
  @MethodSource("networks")
  void matrixProductsAreAsManyAsTheFormulasHave(int layers, boolean tunesInputs) {
    NetworkObjective objective = objective(layers, tunesInputs);
    List<Tensor> weights = zeros(objective);
    List<Tensor> product = zeros(objective);
    Linearization at = objective.linearize(0, weights, zeros(objective));
    int gradient = device.calls("assignMatrixProduct");
    at.hessianProduct(weights, product, 1);
    int both = device.calls("assignMatrixProduct");
    // forward and with respect to weights in each layer, to inputs in each but the first
    assertThat(gradient).isEqualTo(3 * layers - 1);
    assertThat(both - gradient).isEqualTo(6 * layers - 4 + (tunesInputs ? 2 : 0));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aStepMakesNoTensorsOnceItHasRunTwice(int layers, boolean tunesInputs) {
    NetworkObjective objective = objective(layers, tunesInputs);
    List<Tensor> weights = zeros(objective);
    List<Tensor> gradient = zeros(objective);
    List<Tensor> product = zeros(objective);
    int before = device.tensors();
    int after = 0;
    for (int step = 0; step < 4; step++) {
      if (step == 2) {
        after = device.tensors();
      }
      Linearization at = objective.linearize(step, weights, gradient);
      for (int directions = 0; directions <= step; directions++) {
        at.hessianProduct(weights, product, 1);
      }
    }
    assertThat(after).isGreaterThan(before);
    assertThat(device.tensors()).isEqualTo(after);
  }
}
