package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.models.Perceptrons;
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

/**
 * Derivatives of random networks of every depth, activation and loss, against differences through
 * {@link PlainNetwork}.
 */
final class DerivativeTest {

  private static final int ROWS = 7;
  private static final double WIDTH = 1e-3;

  static Stream<Arguments> networks() {
    List<List<Integer>> shapes =
        List.of(List.of(4, 3), List.of(4, 5, 3), List.of(4, 5, 6, 3), List.of(4, 5, 6, 4, 3));
    return Devices.usable().stream()
        .flatMap(
            device ->
                shapes.stream()
                    .flatMap(
                        sizes ->
                            Stream.of(Nonlinearity.values())
                                .flatMap(
                                    f ->
                                        losses(f)
                                            .map(
                                                loss ->
                                                    Arguments.of(device, spec(sizes, f, loss))))));
  }

  /** What training may have on top of the cross entropy is the same whatever is before it. */
  private static Stream<TrainingLoss> losses(Nonlinearity f) {
    Stream<TrainingLoss> plain = Stream.of(Loss.values()).map(TrainingLoss::of);
    return f == Nonlinearity.TANH
        ? Stream.concat(plain, Stream.of(new TrainingLoss(Loss.CROSS_ENTROPY, 0.2, 0.3)))
        : plain;
  }

  /** Multipliers 0.8, 1.3, 0.7, ...: none is 1. */
  private static NetworkSpec spec(List<Integer> sizes, Nonlinearity f, TrainingLoss loss) {
    List<Double> multipliers = List.of(0.8, 1.3, 0.7, 1.1).subList(0, sizes.size() - 1);
    return Perceptrons.spec(sizes, f, loss.plain(), multipliers).withLoss(loss);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossGradientAndHessianProductAgreeWithDifferences(String name, NetworkSpec spec) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      Sample sample = new Sample(device, spec);
      PlainNetwork plain = new PlainNetwork(spec);
      List<double[]> u = sample.direction(1);
      double loss = sample.evaluate(u);
      assertThat(loss).isCloseTo(sample.plainLoss(plain, u, 0), within(1e-14));
      double width = sample.widthWithoutKink(plain, u);
      double along = fivePoint(width, h -> sample.plainLoss(plain, u, h));
      assertThat(dot(sample.gradient, u)).isCloseTo(along, within(1e-8 * norm(sample.gradient)));
      for (int g = 0; g < u.size(); g++) {
        List<double[]> one = sample.unit(g, u.get(g).length / 2);
        double entry = fivePoint(width, h -> sample.plainLoss(plain, one, h));
        assertThat(dot(sample.gradient, one))
            .isCloseTo(entry, within(1e-8 * norm(sample.gradient)));
      }
      List<double[]> v = sample.direction(2);
      double curvature = fivePoint(width, h -> dot(sample.gradientAt(u, h), v));
      assertThat(dot(sample.product, v)).isCloseTo(curvature, within(1e-6 * norm(sample.product)));
      double wrong = 1.001 * dot(sample.gradient, u);
      assertThat(wrong).isNotCloseTo(along, within(1e-8 * norm(sample.gradient)));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theHessianIsSymmetric(String name, NetworkSpec spec) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      Sample sample = new Sample(device, spec);
      List<double[]> u = sample.direction(1);
      List<double[]> v = sample.direction(2);
      sample.evaluate(u);
      double vHu = dot(sample.product, v);
      double scale = norm(sample.product) * norm(sample.tensors(v));
      sample.evaluate(v);
      assertThat(dot(sample.product, u)).isCloseTo(vHu, within(1e-14 * scale));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theGradientHasTheSameBitsWithAndWithoutAHessianProduct(String name, NetworkSpec spec) {
    for (Precision precision : Precision.values()) {
      try (Device device = Devices.open(name, precision, 1)) {
        Sample sample = new Sample(device, spec);
        double loss = sample.evaluate(sample.direction(1));
        List<Tensor> alone = sample.zeros();
        assertThat(sample.objective.evaluate(0, sample.weights, alone).value()).isEqualTo(loss);
        for (int g = 0; g < alone.size(); g++) {
          assertThat(sample.gradient.get(g).toArray()).containsExactly(alone.get(g).toArray());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void productsAtOnePointHaveTheBitsOfThoseOfFreshLinearizations(String name, NetworkSpec spec) {
    for (Precision precision : Precision.values()) {
      try (Device device = Devices.open(name, precision, 1)) {
        Sample sample = new Sample(device, spec);
        Tensor inputAdjoint = sample.objective.parameters().get(0).adjoint();
        List<List<double[]>> fresh = new ArrayList<>();
        for (long seed : new long[] {1, 2}) {
          inputAdjoint.fill(0);
          sample.evaluate(sample.direction(seed));
          fresh.add(sample.results());
        }
        assertThat(fresh.get(0).get(0)).isNotEqualTo(fresh.get(1).get(0));
        Linearization at = sample.objective.linearize(0, sample.weights, sample.gradient);
        for (int seed : new int[] {2, 1, 1, 2}) {
          inputAdjoint.fill(0);
          sample.product.forEach(tensor -> tensor.fill(99));
          at.hessianProduct(sample.tensors(sample.direction(seed)), sample.product, 1);
          assertThat(sample.results()).containsExactlyElementsOf(fresh.get(seed - 1));
        }
      }
    }
  }

  /** d/dx of the product of gradient and u is the gradient in x of the slope along u. */
  @ParameterizedTest
  @MethodSource("networks")
  void theMixedDerivativeWithRespectToInputsAgreesWithDifferences(String name, NetworkSpec spec) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      Sample sample = new Sample(device, spec);
      PlainNetwork plain = new PlainNetwork(spec);
      List<double[]> u = sample.direction(1);
      sample.evaluate(u);
      double[] mixed = sample.objective.parameters().get(0).adjoint().toArray();
      double width = sample.widthWithoutKink(plain, u) / 4;
      double[] toward = new double[mixed.length];
      RandomGenerator random = new Well19937c(9);
      Arrays.setAll(toward, i -> random.nextGaussian());
      double slope =
          fivePoint(
              width,
              k -> {
                double[][] moved = sample.inputsMoved(toward, k);
                return fivePoint(width, h -> sample.plainLoss(plain, moved, u, h));
              });
      double sum = 0;
      double norm = 0;
      for (int i = 0; i < mixed.length; i++) {
        sum += mixed[i] * toward[i];
        norm += mixed[i] * mixed[i];
      }
      assertThat(sum).isCloseTo(slope, within(1e-6 * Math.sqrt(norm) + 1e-9));
    }
  }

  private interface Curve {
    double at(double h);
  }

  private static double fivePoint(double h, Curve f) {
    return (8 * (f.at(h) - f.at(-h)) - (f.at(2 * h) - f.at(-2 * h))) / (12 * h);
  }

  private static double dot(List<Tensor> tensors, List<double[]> arrays) {
    double sum = 0;
    for (int g = 0; g < arrays.size(); g++) {
      double[] values = tensors.get(g).toArray();
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * arrays.get(g)[i];
      }
    }
    return sum;
  }

  private static double norm(List<Tensor> tensors) {
    return Math.sqrt(tensors.stream().mapToDouble(tensor -> tensor.dot(tensor).value()).sum());
  }

  /** One batch of all rows. */
  private static final class Sample {
    private final Device device;
    private final RandomProblem problem;
    private final NetworkObjective objective;
    private final double[][] inputs;
    private final double[][] targets;
    private final List<Tensor> weights;
    private final List<Tensor> gradient;
    private final List<Tensor> product;

    Sample(Device device, NetworkSpec spec) {
      this.device = device;
      this.problem = new RandomProblem(spec, ROWS, ROWS, 1);
      this.objective = problem.objective(device, 1, true);
      this.inputs = problem.inputs(ROWS, 10);
      this.targets = problem.targets(ROWS, 10);
      this.weights = tensors(problem.weights());
      this.gradient = zeros();
      this.product = zeros();
    }

    double evaluate(List<double[]> u) {
      Linearization at = objective.linearize(0, weights, gradient);
      at.hessianProduct(tensors(u), product, 1);
      return at.loss().value();
    }

    /** Numbers that the last direction left: H u, and the adjoint of the inputs. */
    List<double[]> results() {
      List<double[]> results = new ArrayList<>(product.stream().map(Tensor::toArray).toList());
      results.add(objective.parameters().get(0).adjoint().toArray());
      return results;
    }

    List<Tensor> gradientAt(List<double[]> u, double h) {
      List<Tensor> result = zeros();
      objective.evaluate(0, tensors(moved(u, h)), result);
      return result;
    }

    double plainLoss(PlainNetwork plain, List<double[]> u, double h) {
      return plainLoss(plain, inputs, u, h);
    }

    double plainLoss(PlainNetwork plain, double[][] x, List<double[]> u, double h) {
      return plain.loss(x, targets, moved(u, h));
    }

    /** A stencil so narrow that no hidden unit of a rectifier changes sides. */
    double widthWithoutKink(PlainNetwork plain, List<double[]> u) {
      plainLoss(plain, u, 0);
      Nonlinearity f = problem.spec().sizes().activation();
      boolean kinked = f == Nonlinearity.RELU || f == Nonlinearity.SQUARED_RELU;
      return kinked ? Math.min(WIDTH, plain.nearestKink() / 50) : WIDTH;
    }

    double[][] inputsMoved(double[] toward, double k) {
      double[][] moved = new double[inputs.length][];
      for (int row = 0; row < inputs.length; row++) {
        int start = row * inputs[row].length;
        moved[row] = inputs[row].clone();
        for (int i = 0; i < moved[row].length; i++) {
          moved[row][i] += k * toward[start + i];
        }
      }
      return moved;
    }

    private List<double[]> moved(List<double[]> u, double h) {
      List<double[]> moved = problem.weights();
      for (int g = 0; g < moved.size(); g++) {
        double[] group = moved.get(g);
        for (int i = 0; i < group.length; i++) {
          group[i] += h * u.get(g)[i];
        }
      }
      return moved;
    }

    /** A direction of unit length. */
    List<double[]> direction(long seed) {
      RandomGenerator random = new Well19937c(seed);
      List<double[]> direction = new ArrayList<>();
      double square = 0;
      for (ParameterGroup group : objective.groups()) {
        double[] part = new double[group.size()];
        for (int i = 0; i < part.length; i++) {
          part[i] = random.nextGaussian();
          square += part[i] * part[i];
        }
        direction.add(part);
      }
      double norm = Math.sqrt(square);
      direction.forEach(part -> Arrays.setAll(part, i -> part[i] / norm));
      return direction;
    }

    List<double[]> unit(int group, int index) {
      List<double[]> unit = new ArrayList<>();
      for (ParameterGroup each : objective.groups()) {
        unit.add(new double[each.size()]);
      }
      unit.get(group)[index] = 1;
      return unit;
    }

    List<Tensor> zeros() {
      List<Tensor> zeros = new ArrayList<>();
      for (ParameterGroup group : objective.groups()) {
        zeros.add(device.tensor(group.rows(), group.cols()));
      }
      return zeros;
    }

    List<Tensor> tensors(List<double[]> values) {
      List<Tensor> tensors = new ArrayList<>();
      for (int g = 0; g < values.size(); g++) {
        ParameterGroup group = problem.spec().groups().get(g);
        Tensor tensor = device.tensor(group.rows(), group.cols());
        tensor.assign(values.get(g));
        tensors.add(tensor);
      }
      return tensors;
    }
  }
}
