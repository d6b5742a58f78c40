package org.retrograde.models.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * The three rules of every primitive by themselves, each input a leaf with a tangent, against
 * differences of the primitive's own values.
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
    public Dual evaluate(List<Dual> inputs, Workspace workspace) {
      Dual output = inner.evaluate(inputs, workspace);
      if (rule == Rule.TANGENT && output.tangent() != null) {
        output.tangent().scale(1.001);
      }
      return output;
    }

    @Override
    public void pullBack(
        List<Dual> inputs,
        Dual output,
        Dual outputAdjoint,
        List<@Nullable Adjoint> inputAdjoints,
        Workspace workspace) {
      if (rule == Rule.ADJOINT) {
        outputAdjoint.value().scale(1.001);
      }
      if (rule == Rule.ADJOINT_TANGENT && outputAdjoint.tangent() != null) {
        outputAdjoint.tangent().scale(1.001);
      }
      inner.pullBack(inputs, output, outputAdjoint, inputAdjoints, workspace);
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
    int inputs = inputs(primitive);
    Variable[] leaves = new Variable[inputs];
    for (int j = 0; j < inputs; j++) {
      int[] shape = shape(primitive, j);
      gradients.add(DEVICE.tensor(shape[0], shape[1]));
      products.add(DEVICE.tensor(shape[0], shape[1]));
      Tensor value = tensor(shape, values.get(j));
      leaves[j] =
          tangents == null
              ? tape.leaf(Dual.constant(value), gradients.get(j), null)
              : tape.leaf(
                  new Dual(value, tensor(shape, tangents.get(j))),
                  gradients.get(j),
                  products.get(j));
    }
    double result = tape.finish(loss, tape.apply(primitive, leaves), targets());
    return new Sweep(result, gradients, products);
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

  @Test
  void aVariableThatIsUsedTwiceCollectsBothAdjoints() {
    // loss = mean (x W + b)^2 through two layers that share W.
    Workspace workspace = new Workspace(DEVICE);
    Tape tape = new Tape(workspace);
    Tensor gradient = DEVICE.tensor(1, 1);
    Variable x = tape.constant(tensor(new int[] {1, 1}, new double[] {3}));
    Variable zero = tape.constant(DEVICE.tensor(1, 1));
    Variable w =
        tape.leaf(Dual.constant(tensor(new int[] {1, 1}, new double[] {2})), gradient, null);
    Variable once = tape.apply(new Affine(1), x, w, zero);
    Variable twice = tape.apply(new Affine(1), once, w, zero);
    double loss = tape.finish(Loss.SQUARED_ERROR, twice, DEVICE.tensor(1, 1));
    assertThat(loss).isEqualTo(144); // (3 w^2)^2 at w = 2
    assertThat(gradient.toArray()).containsExactly(288); // 36 w^3
  }

  @Test
  void aLeafThatNothingDependsOnHasAGradientOfZero() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Tensor unused = tensor(new int[] {1, 1}, new double[] {7});
    Tensor gradient = DEVICE.tensor(1, 1);
    tape.leaf(Dual.constant(DEVICE.tensor(1, 1)), unused, null);
    Variable used = tape.leaf(Dual.constant(DEVICE.tensor(1, 1)), gradient, null);
    tape.finish(Loss.SQUARED_ERROR, used, tensor(new int[] {1, 1}, new double[] {1}));
    assertThat(unused.toArray()).containsExactly(0);
    assertThat(gradient.toArray()).containsExactly(-2);
  }

  @Test
  void aPredictionThatDependsOnNoLeafIsRefused() {
    Tape tape = new Tape(new Workspace(DEVICE));
    Variable constant = tape.constant(DEVICE.tensor(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tape.finish(Loss.SQUARED_ERROR, constant, DEVICE.tensor(1, 1)))
        .withMessage("the prediction depends on no leaf");
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
}
