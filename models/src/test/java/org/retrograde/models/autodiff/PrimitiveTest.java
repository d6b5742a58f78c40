package org.retrograde.models.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.autodiff.Derivatives.Direction;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * The rules of every primitive by themselves, each input a leaf with a tangent, against differences
 * of the primitive's own values.
 */
final class PrimitiveTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final double WIDTH = 1e-3;
  private static final int ROWS = 4;
  private static final int COLS = 3;

  static Stream<Arguments> primitives() {
    return Stream.of(Loss.values())
        .flatMap(
            loss ->
                Stream.concat(
                    Stream.of(1.0, 0.6).map(a -> Arguments.of(new Affine(a), loss)),
                    Stream.of(Nonlinearity.values())
                        .map(f -> Arguments.of(new Elementwise(f), loss))));
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void gradientAndItsTangentAgreeWithDifferences(Primitive primitive, Loss loss) {
    Errors errors = errors(primitive, loss);
    assertThat(errors.gradient).isLessThan(1e-9);
    assertThat(errors.product).isLessThan(1e-7);
  }

  /** Each rule wrong by 0.1 % in turn: the comparison above must see all of them. */
  @ParameterizedTest
  @MethodSource("primitives")
  void aRuleThatIsWrongByOneInAThousandIsSeen(Primitive primitive, Loss loss) {
    Errors byTangent = errors(new Mutant(primitive, Mutant.Rule.TANGENT), loss);
    assertThat(byTangent.gradient).isLessThan(1e-9);
    assertThat(byTangent.product).isGreaterThan(1e-5);
    Errors byAdjoint = errors(new Mutant(primitive, Mutant.Rule.ADJOINT), loss);
    assertThat(byAdjoint.gradient).isGreaterThan(1e-4);
    Errors byAdjointTangent = errors(new Mutant(primitive, Mutant.Rule.ADJOINT_TANGENT), loss);
    assertThat(byAdjointTangent.gradient).isLessThan(1e-9);
    assertThat(byAdjointTangent.product).isGreaterThan(1e-5);
  }

  /** Passes everything through but one rule, which it spoils by 0.1 %. */
  private record Mutant(Primitive inner, Rule rule) implements Primitive {

    private enum Rule {
      TANGENT,
      ADJOINT,
      ADJOINT_TANGENT
    }

    @Override
    public Tensor value(List<Tensor> inputs, Workspace workspace) {
      return inner.value(inputs, workspace);
    }

    @Override
    public void adjoint(List<Variable> inputs, Variable output) {
      if (rule == Rule.ADJOINT) {
        output.adjoint().addScaled(0.001, output.adjoint());
      }
      inner.adjoint(inputs, output);
    }

    @Override
    public void tangent(List<Variable> inputs, Variable output) {
      inner.tangent(inputs, output);
      if (rule == Rule.TANGENT) {
        output.tangent().addScaled(0.001, output.tangent());
      }
    }

    @Override
    public void adjointTangent(List<Variable> inputs, Variable output) {
      if (rule == Rule.ADJOINT_TANGENT) {
        output.adjointTangent().addScaled(0.001, output.adjointTangent());
      }
      inner.adjointTangent(inputs, output);
    }
  }

  /** Largest errors over the largest entries of gradient and product. */
  private record Errors(double gradient, double product) {}

  private static Errors errors(Primitive primitive, Loss loss) {
    List<double[]> values = draw(1);
    List<double[]> tangents = draw(2);
    Sweep sweep = sweep(primitive, loss, values, tangents);
    double gradientError = 0;
    double productError = 0;
    double gradientSize = 0;
    double productSize = 0;
    int inputs = inputs(primitive);
    for (int input = 0; input < inputs; input++) {
      for (int i = 0; i < values.get(input).length; i++) {
        double[] slopes = slopes(primitive, loss, input, i);
        double g = sweep.gradients.get(input).toArray()[i];
        double p = sweep.products.get(input).toArray()[i];
        gradientError = Math.max(gradientError, Math.abs(g - slopes[0]));
        productError = Math.max(productError, Math.abs(p - slopes[1]));
        gradientSize = Math.max(gradientSize, Math.abs(g));
        productSize = Math.max(productSize, Math.abs(p));
      }
    }
    return new Errors(gradientError / gradientSize, productError / productSize);
  }

  /** Slope of the loss in one element, and the slope of that along the tangents. */
  private static double[] slopes(Primitive primitive, Loss loss, int input, int element) {
    // A mutant spoils derivatives, never values: differences of values are right all the same.
    double slope = fivePoint(h -> value(primitive, loss, moved(draw(1), input, element, h)));
    double mixed =
        fivePoint(
            k -> {
              List<double[]> at = along(k);
              return fivePoint(h -> value(primitive, loss, moved(at, input, element, h)));
            });
    return new double[] {slope, mixed};
  }

  private static List<double[]> along(double k) {
    List<double[]> values = draw(1);
    List<double[]> tangents = draw(2);
    for (int j = 0; j < values.size(); j++) {
      for (int i = 0; i < values.get(j).length; i++) {
        values.get(j)[i] += k * tangents.get(j)[i];
      }
    }
    return values;
  }

  private static List<double[]> moved(List<double[]> values, int input, int element, double h) {
    List<double[]> moved = new ArrayList<>(values.stream().map(double[]::clone).toList());
    moved.get(input)[element] += h;
    return moved;
  }

  private interface Curve {
    double at(double h);
  }

  private static double fivePoint(Curve f) {
    double near = f.at(WIDTH) - f.at(-WIDTH);
    double far = f.at(2 * WIDTH) - f.at(-2 * WIDTH);
    return (8 * near - far) / (12 * WIDTH);
  }

  private static double value(Primitive primitive, Loss loss, List<double[]> values) {
    return sweep(primitive, loss, values, null).loss;
  }

  private record Sweep(double loss, List<Tensor> gradients, List<Tensor> products) {}

  private static Sweep sweep(
      Primitive primitive, Loss loss, List<double[]> values, @Nullable List<double[]> tangents) {
    Tape tape = new Tape(new Workspace(DEVICE));
    List<Tensor> gradients = new ArrayList<>();
    List<Tensor> products = new ArrayList<>();
    List<Direction> directions = new ArrayList<>();
    Variable[] leaves = new Variable[inputs(primitive)];
    for (int j = 0; j < leaves.length; j++) {
      int[] shape = shape(primitive, j);
      gradients.add(DEVICE.tensor(shape[0], shape[1]));
      products.add(DEVICE.tensor(shape[0], shape[1]));
      leaves[j] = tape.leaf(tensor(shape, values.get(j)), gradients.get(j));
      if (tangents != null) {
        Tensor tangent = tensor(shape, tangents.get(j));
        directions.add(new Direction(leaves[j], tangent, products.get(j)));
      }
    }
    Derivatives derivatives = tape.differentiate(loss, tape.apply(primitive, leaves), targets());
    derivatives.hessianProduct(directions);
    return new Sweep(derivatives.loss().value(), gradients, products);
  }

  private static int inputs(Primitive primitive) {
    return inner(primitive) instanceof Affine ? 3 : 1;
  }

  private static Primitive inner(Primitive primitive) {
    return primitive instanceof Mutant mutant ? mutant.inner : primitive;
  }

  private static int[] shape(Primitive primitive, int input) {
    if (inner(primitive) instanceof Affine) {
      return new int[][] {{ROWS, COLS}, {COLS, COLS}, {1, COLS}}[input];
    }
    return new int[] {ROWS, COLS};
  }

  /** Numbers for x, W and b, at least 0.1 away from zero: a rectifier's kink. */
  private static List<double[]> draw(long seed) {
    RandomGenerator random = new Well19937c(seed);
    List<double[]> drawn = new ArrayList<>();
    for (int length : new int[] {ROWS * COLS, COLS * COLS, COLS}) {
      double[] numbers = new double[length];
      for (int i = 0; i < length; i++) {
        double sign = random.nextBoolean() ? 1 : -1;
        numbers[i] = sign * (0.1 + 0.9 * random.nextDouble());
      }
      drawn.add(numbers);
    }
    return drawn;
  }

  private static Tensor targets() {
    return tensor(
        new int[] {ROWS, COLS}, new double[] {1, 0, 0, 0.2, 0.5, 0.3, 0, 0, 1, 0.1, 0.1, 0.8});
  }

  private static Tensor tensor(int[] shape, double[] values) {
    Tensor tensor = DEVICE.tensor(shape[0], shape[1]);
    tensor.assign(values);
    return tensor;
  }

  private static Tensor scalar(double value) {
    return tensor(new int[] {1, 1}, new double[] {value});
  }

  @Test
  void aVariableThatIsUsedTwiceCollectsBothAdjoints() {
    // loss = mean (x W + b)^2 through two layers that share W.
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor gradient = scalar(7);
    Tensor product = scalar(7);
    Variable x = tape.constant(scalar(3));
    Variable zero = tape.constant(scalar(0));
    Variable w = tape.leaf(scalar(2), gradient);
    Variable once = tape.apply(new Affine(1), x, w, zero);
    Variable twice = tape.apply(new Affine(1), once, w, zero);
    Derivatives derivatives = tape.differentiate(Loss.SQUARED_ERROR, twice, scalar(0));
    derivatives.hessianProduct(List.of(new Direction(w, scalar(0.5), product)));
    assertThat(derivatives.loss().value()).isEqualTo(144); // (3 w^2)^2 at w = 2
    assertThat(gradient.toArray()).containsExactly(288); // 36 w^3
    assertThat(product.toArray()).containsExactly(216); // 108 w^2 times 0.5
  }

  @Test
  void anElementwiseResultAddsToWhatItsInputHasCollected() {
    // z = f(x) f(x) with f the rectifier at x = 3: an adjoint of x from each factor.
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor gradient = scalar(7);
    Tensor product = scalar(7);
    Variable x = tape.leaf(scalar(3), gradient);
    Variable left = tape.apply(new Elementwise(Nonlinearity.RELU), x);
    Variable right = tape.apply(new Elementwise(Nonlinearity.RELU), x);
    Variable z = tape.apply(new Affine(1), left, right, tape.constant(scalar(0)));
    Derivatives derivatives = tape.differentiate(Loss.SQUARED_ERROR, z, scalar(0));
    derivatives.hessianProduct(List.of(new Direction(x, scalar(0.5), product)));
    assertThat(derivatives.loss().value()).isEqualTo(81); // x^4
    assertThat(gradient.toArray()).containsExactly(108); // 4 x^3
    assertThat(product.toArray()).containsExactly(54); // 12 x^2 times 0.5
  }

  @Test
  void aLeafThatNothingDependsOnHasDerivativesOfZero() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor unusedGradient = scalar(7);
    Tensor unusedProduct = scalar(7);
    Tensor gradient = scalar(7);
    Tensor product = scalar(7);
    Variable unused = tape.leaf(scalar(0), unusedGradient);
    Variable used = tape.leaf(scalar(0), gradient);
    tape.differentiate(Loss.SQUARED_ERROR, used, scalar(1))
        .hessianProduct(
            List.of(
                new Direction(unused, scalar(1), unusedProduct),
                new Direction(used, scalar(1), product)));
    assertThat(unusedGradient.toArray()).containsExactly(0);
    assertThat(unusedProduct.toArray()).containsExactly(0);
    assertThat(gradient.toArray()).containsExactly(-2);
    assertThat(product.toArray()).containsExactly(2);
  }

  @Test
  void aLeafWithoutDirectionHasATangentOfZero() {
    // loss = (x w)^2; the derivative of g = 2 x^2 w along w alone, then along x alone.
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor product = scalar(7);
    Variable x = tape.leaf(scalar(3));
    Variable w = tape.leaf(scalar(2), scalar(7));
    Variable z = tape.apply(new Affine(1), x, w, tape.constant(scalar(0)));
    Derivatives derivatives = tape.differentiate(Loss.SQUARED_ERROR, z, scalar(0));
    derivatives.hessianProduct(List.of(new Direction(w, scalar(1), product)));
    assertThat(product.toArray()).containsExactly(18);
    derivatives.hessianProduct(
        List.of(new Direction(x, scalar(1), scalar(7)), new Direction(w, null, product)));
    assertThat(product.toArray()).containsExactly(24);
  }

  @Test
  void onlyALeafHasADirection() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Variable constant = tape.constant(scalar(0));
    Variable result = tape.apply(new Elementwise(Nonlinearity.TANH), tape.leaf(scalar(0)));
    for (Variable variable : List.of(constant, result)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Direction(variable, scalar(1), scalar(0)))
          .withMessage("only a leaf has a direction");
    }
  }

  @Test
  void aPredictionThatDependsOnNoLeafIsRefused() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Variable constant = tape.constant(scalar(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tape.differentiate(Loss.SQUARED_ERROR, constant, scalar(0)))
        .withMessage("the prediction depends on no leaf");
  }

  @Test
  void derivativesEndWithTheNextUseOfTheirWorkspace() {
    Workspace workspace = new Workspace(DEVICE);
    Tape tape = new Tape(workspace);
    Variable leaf = tape.leaf(scalar(1), scalar(0));
    Derivatives derivatives = tape.differentiate(Loss.SQUARED_ERROR, leaf, scalar(0));
    List<Direction> directions = List.of(new Direction(leaf, scalar(1), scalar(0)));
    derivatives.hessianProduct(directions);
    workspace.reset();
    assertThatIllegalStateException()
        .isThrownBy(() -> derivatives.hessianProduct(directions))
        .withMessage("the tensors of lease 1 are no longer kept; this is lease 2");
  }

  @Test
  void aWorkspaceHandsEachTensorOutOnceUntilItIsReset() {
    Workspace workspace = new Workspace(DEVICE);
    Tensor first = workspace.take(2, 3);
    assertThat(workspace.take(2, 3)).isNotSameAs(first);
    assertThat(workspace.take(3, 2)).isNotSameAs(first);
    workspace.reset();
    assertThat(workspace.takeLike(first)).isSameAs(first);
  }

  @Test
  void aReleaseTakesBackOnlyWhatIsNotKept() {
    Workspace workspace = new Workspace(DEVICE);
    Tensor kept = workspace.take(2, 3);
    long lease = workspace.keep();
    Tensor released = workspace.take(2, 3);
    workspace.release(lease);
    assertThat(workspace.take(2, 3)).isSameAs(released).isNotSameAs(kept);
  }
}
