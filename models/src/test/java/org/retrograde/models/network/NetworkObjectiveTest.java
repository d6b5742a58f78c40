package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.PlainNetwork;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.LabeledData;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class NetworkObjectiveTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final NetworkSpec SPEC =
      NetworkSpec.of(List.of(4, 5, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY);

  private static LabeledData labeled(int rows) {
    Well19937c random = new Well19937c(1);
    float[] inputs = new float[rows * 4];
    int[] labels = new int[rows];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(3);
    }
    return LabeledData.of(inputs, labels, 3);
  }

  private static NetworkObjective judgedBy(List<DeviceData> judging) {
    RandomProblem problem = new RandomProblem(SPEC, 6, 3, 1);
    return new NetworkObjective(
        DEVICE,
        new NetworkProblem(
            SPEC,
            problem.start(DEVICE),
            problem.data(DEVICE, 6, 1),
            BatchPlans.epochs(1, 6, 4, 3),
            judging,
            false));
  }

  private static List<Tensor> weights(NetworkObjective objective) {
    List<Tensor> weights = zeros(objective);
    for (int g = 0; g < weights.size(); g++) {
      weights.get(g).assign(objective.initialWeights(DEVICE).get(g));
    }
    return weights;
  }

  private static List<Tensor> zeros(NetworkObjective objective) {
    List<Tensor> zeros = new ArrayList<>();
    for (ParameterGroup group : objective.groups()) {
      zeros.add(DEVICE.tensor(group.rows(), group.cols()));
    }
    return zeros;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7, 10})
  void theFinalGradientOverPartsIsThatOfTheWhole(int rows) {
    LabeledData data = labeled(17);
    NetworkObjective whole = judgedBy(List.of(DeviceData.of(DEVICE, data)));
    NetworkObjective parts = judgedBy(DeviceData.parts(DEVICE, data, rows));
    List<Tensor> expected = zeros(whole);
    List<Tensor> actual = zeros(whole);
    actual.forEach(tensor -> tensor.fill(99));
    double loss = whole.finalGradient(weights(whole), expected);
    assertThat(parts.finalGradient(weights(parts), actual)).isCloseTo(loss, within(1e-15));
    assertThat(parts.finalLoss(weights(parts))).isCloseTo(loss, within(1e-15));
    for (int g = 0; g < expected.size(); g++) {
      assertThat(actual.get(g).toArray()).containsExactly(expected.get(g).toArray(), within(1e-15));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsInOrderGiveTheBitsOfTheSameRowsInAList(boolean tunesInputs) {
    RandomProblem problem = new RandomProblem(SPEC, 7, 3, 1);
    BatchPlan ordered = BatchPlans.inOrder(7, 4, 3);
    BatchPlan listed = BatchPlans.of(IntStream.range(0, 4).mapToObj(ordered::at).toList());
    List<NetworkObjective> objectives = new ArrayList<>();
    for (BatchPlan plan : List.of(ordered, listed)) {
      DeviceData data = problem.data(DEVICE, 7, 1);
      objectives.add(
          new NetworkObjective(
              DEVICE,
              new NetworkProblem(
                  SPEC, problem.start(DEVICE), data, plan, List.of(data), tunesInputs)));
    }
    for (int t : new int[] {0, 1, 2, 3, 1}) {
      List<Tensor> expected = zeros(objectives.get(0));
      List<Tensor> actual = zeros(objectives.get(0));
      double loss = objectives.get(1).evaluate(t, weights(objectives.get(1)), expected).value();
      assertThat(objectives.get(0).evaluate(t, weights(objectives.get(0)), actual).value())
          .isEqualTo(loss);
      for (int g = 0; g < expected.size(); g++) {
        assertThat(actual.get(g).toArray()).isEqualTo(expected.get(g).toArray());
      }
    }
  }

  @Test
  void trainingSeesTheRowsOfItsStep() {
    RandomProblem problem = new RandomProblem(SPEC, 6, 2, 3);
    NetworkObjective objective = problem.objective(DEVICE, 9, false);
    BatchPlan plan = problem.batches(9);
    PlainNetwork plain = new PlainNetwork(SPEC);
    double[][] inputs = problem.inputs(6, 10);
    double[][] targets = problem.targets(6, 10);
    for (int t : new int[] {0, 4, 8, 4}) {
      int[] rows = plan.at(t);
      double expected =
          plain.loss(
              new double[][] {inputs[rows[0]], inputs[rows[1]]},
              new double[][] {targets[rows[0]], targets[rows[1]]},
              problem.weights());
      assertThat(objective.evaluate(t, weights(objective), zeros(objective)).value())
          .isCloseTo(expected, within(1e-14));
    }
  }

  @Test
  void anEvaluationCountsWrongRowsOverAllParts() {
    LabeledData data = labeled(17);
    NetworkObjective objective = judgedBy(DeviceData.parts(DEVICE, data, 5));
    List<Tensor> weights = zeros(objective);
    weights.get(3).assign(new double[] {0, 1, 0}); // always the second class
    Evaluation evaluation = objective.evaluate(DeviceData.parts(DEVICE, data, 5), weights);
    long others = Arrays.stream(data.labels()).filter(label -> label != 1).count();
    assertThat(evaluation.rows()).isEqualTo(17);
    assertThat(evaluation.wrong()).isEqualTo(others);
    assertThat(evaluation.error()).isEqualTo(others / 17.0);
    assertThat(evaluation.loss())
        .isCloseTo(Math.log(2 + Math.E) - (17 - others) / 17.0, within(1e-15));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objective.evaluate(List.of(), weights))
        .withMessage("there are no examples to evaluate");
  }

  @Test
  void evaluationsAddUpByTheirRows() {
    Evaluation sum = new Evaluation(30, 1, 6).plus(new Evaluation(10, 2, 4));
    assertThat(sum).isEqualTo(new Evaluation(40, 1.25, 10));
    assertThat(sum.error()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void labelsBecomeOneHotRowsInPartsThatKeepTheOrder(Precision precision) {
    try (Device device = Devices.open("host", precision, 1)) {
      LabeledData data = LabeledData.of(new float[] {1, 2, 3, 4, 5, 6}, new int[] {2, 0, 1}, 3);
      List<DeviceData> parts = DeviceData.parts(device, data, 2);
      assertThat(parts).extracting(DeviceData::rows).containsExactly(2, 1);
      assertThat(parts.get(0).inputs().toArray()).containsExactly(1, 2, 3, 4);
      assertThat(parts.get(0).targets().toArray()).containsExactly(0, 0, 1, 1, 0, 0);
      assertThat(parts.get(1).inputs().toArray()).containsExactly(5, 6);
      assertThat(parts.get(1).targets().toArray()).containsExactly(0, 1, 0);
      assertThat(DeviceData.of(device, data).rows()).isEqualTo(3);
    }
  }

  @Test
  void groupsAreWeightsAndBiasesLayerByLayer() {
    assertThat(SPEC.groups())
        .containsExactly(
            new ParameterGroup("W1", 4, 5),
            new ParameterGroup("b1", 1, 5),
            new ParameterGroup("W2", 5, 3),
            new ParameterGroup("b2", 1, 3));
    assertThat(SPEC.multipliers()).containsExactly(1.0, 1.0, 1.0, 1.0);
  }

  @Test
  void sizesAndMultipliersMustFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkSpec.of(List.of(4), Nonlinearity.TANH, Loss.CROSS_ENTROPY))
        .withMessage("a network needs inputs and outputs, got sizes [4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkSpec.of(List.of(4, 0, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY))
        .withMessage("sizes must be at least 1, got 4 inputs, hidden layers of [0], 3 outputs");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NetworkSpec.of(List.of(4, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY)
                    .withMultipliers(List.of(1.0)))
        .withMessage("2 parameters need as many multipliers, got [1.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NetworkSpec.of(List.of(4, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY)
                    .withMultipliers(List.of(1.0, 2.0)))
        .withMessage("b1 is no weight and must have a multiplier of 1, got 2.0");
  }

  @Test
  void examplesMustHaveTheNetworksFeaturesAndOutputs() {
    DeviceData data = new DeviceData(DEVICE.tensor(6, 5), DEVICE.tensor(6, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NetworkProblem(
                    SPEC, List.of(), data, BatchPlans.epochs(1, 6, 1, 3), List.of(data), false))
        .withMessage(
            "a network of 4 inputs and 3 outputs does not fit examples with 5 features and 3"
                + " outputs");
  }

  @Test
  void tuningTheInputsLeavesTheSharedExamplesAlone() {
    RandomProblem problem = new RandomProblem(SPEC, 6, 6, 4);
    DeviceData shared = problem.data(DEVICE, 6, 10);
    double[] before = shared.inputs().toArray();
    NetworkObjective objective =
        new NetworkObjective(
            DEVICE,
            new NetworkProblem(
                SPEC,
                problem.start(DEVICE),
                shared,
                BatchPlans.epochs(1, 6, 1, 6),
                List.of(shared),
                true));
    assertThat(objective.parameters()).hasSize(1);
    assertThat(objective.parameters().get(0).value().toArray()).containsExactly(before);
    double loss = objective.evaluate(0, weights(objective), zeros(objective)).value();
    objective.parameters().get(0).value().fill(0.5);
    assertThat(objective.evaluate(0, weights(objective), zeros(objective)).value())
        .isNotEqualTo(loss);
    assertThat(shared.inputs().toArray()).containsExactly(before);
  }

  @Test
  void aLinearizationEndsWithTheNextUseOfItsObjective() {
    NetworkObjective objective = new RandomProblem(SPEC, 6, 3, 1).objective(DEVICE, 2, false);
    List<Tensor> weights = weights(objective);
    Linearization first = objective.linearize(0, weights, zeros(objective));
    first.hessianProduct(weights, zeros(objective), 1);
    List<Runnable> uses =
        List.of(
            () -> objective.evaluate(1, weights, zeros(objective)),
            () -> objective.finalLoss(weights),
            () -> objective.finalGradient(weights, zeros(objective)));
    for (Runnable use : uses) {
      Linearization at = objective.linearize(0, weights, zeros(objective));
      use.run();
      assertThatIllegalStateException()
          .isThrownBy(() -> at.hessianProduct(weights, zeros(objective), 1))
          .withMessageContaining("no longer kept");
    }
  }

  @Test
  void probesOfAPerceptronSeeWhatEntersEachNonlinearityWithTheMultipliers() {
    NetworkSpec spec =
        Perceptrons.spec(
            List.of(4, 5, 3), Nonlinearity.TANH, Loss.CROSS_ENTROPY, List.of(0.5, 2.0));
    RandomProblem problem = new RandomProblem(spec, 6, 3, 1);
    DeviceData data = problem.data(DEVICE, 6, 1);
    NetworkObjective objective =
        new NetworkObjective(
            DEVICE,
            new NetworkProblem(
                spec,
                problem.start(DEVICE),
                data,
                BatchPlans.epochs(1, 6, 1, 3),
                List.of(data),
                false));
    List<Tensor> weights = weights(objective);
    double[] x = data.inputs().toArray();

    List<double[]> layers = objective.probe(data, weights);

    assertThat(layers).hasSize(2);
    double[] hidden = affine(0.5, x, 4, weights.get(0).toArray(), weights.get(1).toArray());
    assertThat(layers.get(0)).containsExactly(hidden, within(1e-14));
    double[] h = Arrays.stream(hidden).map(Math::tanh).toArray();
    assertThat(layers.get(1))
        .containsExactly(
            affine(2.0, h, 5, weights.get(2).toArray(), weights.get(3).toArray()), within(1e-14));
  }

  /** multiplier x W + b, row by row. */
  private static double[] affine(double multiplier, double[] x, int in, double[] w, double[] b) {
    double[] z = new double[x.length / in * b.length];
    for (int i = 0; i < z.length; i++) {
      int row = i / b.length;
      int unit = i % b.length;
      for (int j = 0; j < in; j++) {
        z[i] += multiplier * x[row * in + j] * w[j * b.length + unit];
      }
      z[i] += b[unit];
    }
    return z;
  }
}
