package org.retrograde.models.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.autodiff.Derivatives.Direction;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;

/**
 * The rules of every primitive by themselves, each input a leaf with a tangent, against differences
 * of the primitive's own values.
 */
final class RulesTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final double WIDTH = 1e-3;

  /**
   * A primitive at some inputs.
   *
   * @param primitive to be checked
   * @param loss of what it makes
   * @param shapes of its inputs, rows and columns
   * @param constants that follow them, not differentiated
   */
  private record Case(
      Primitive primitive, TrainingLoss loss, List<int[]> shapes, List<Tensor> constants) {

    Case with(Primitive other) {
      return new Case(other, loss, shapes, constants);
    }

    Case with(TrainingLoss other) {
      return new Case(primitive, other, shapes, constants);
    }

    @Override
    public String toString() {
      return primitive + ", " + loss;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Loss.values()).map(TrainingLoss::of).flatMap(RulesTest::cases);
  }

  private static Stream<Case> cases(TrainingLoss loss) {
    List<Case> cases = new ArrayList<>();
    for (double multiplier : new double[] {1, 0.6}) {
      add(cases, new Primitives.Affine(multiplier), loss, 4, 3, 3, 3, 1, 3);
      add(cases, new Products.Linear(multiplier), loss, 4, 3, 3, 5);
      add(cases, new Products.Linear(multiplier, true), loss, 4, 3, 5, 3);
    }
    for (Nonlinearity f : Nonlinearity.values()) {
      add(cases, new Primitives.Elementwise(f), loss, 4, 3);
    }
    // Two sequences of 3 places, 4 heads of queries and 2 of keys and values, of 2 numbers each.
    Heads shared = new Heads(2, 4, 4, 2);
    add(cases, new Products.HeadProduct(0.5, true, shared), loss, 6, 8, 6, 4);
    add(cases, new Products.HeadProduct(1, false, shared), loss, 6, 12, 6, 4);
    add(cases, new Products.HeadProduct(1, false, new Heads(1, 2, 2, 2)), loss, 3, 6, 3, 4);
    add(cases, new Products.Gated(), loss, 4, 3, 4, 3);
    add(cases, new Products.ScaledColumns(), loss, 4, 6, 1, 6);
    add(cases, new Products.ScaledColumns(), loss, 4, 6, 1, 2);
    add(cases, new Products.ScaledColumns(), loss, 4, 3, 1, 1);
    add(cases, new BlockFunctions.CausalSoftmax(3), loss, 6, 6);
    add(cases, new BlockFunctions.Normalized(4, 1e-2), loss, 3, 4);
    add(cases, new BlockFunctions.Normalized(2, 1e-2), loss, 3, 4);
    add(cases, new LinearMaps.Scaled(-1.5), loss, 4, 3);
    add(cases, new LinearMaps.Centred(4), loss, 3, 4);
    add(cases, new LinearMaps.Centred(2), loss, 3, 4);
    add(cases, new LinearMaps.Rotated(angles(0), angles(1)), loss, 6, 8);
    add(cases, new LinearMaps.Kept(0.6, 17), loss, 5, 4);
    Windows windows = new Windows(3, 4, 2, 1, 1);
    add(cases, new LinearMaps.Reshaped(2), loss, 3, 4);
    add(cases, new LinearMaps.Patches(windows), loss, 12, 2);
    add(cases, new LinearMaps.WindowMax(windows), loss, 12, 2);
    add(cases, new LinearMaps.WindowMeans(windows), loss, 12, 2);
    add(cases, new LinearMaps.WeightedSum(0.8, -0.6), loss, 4, 3, 4, 3);
    add(cases, new LinearMaps.AddedRow(), loss, 4, 3, 1, 3);
    Tensor numbers = tensor(new int[] {2, 3}, 3, 0, 3, 1, 0, 3);
    cases.add(new Case(new LinearMaps.Looked(), loss, List.of(new int[] {4, 3}), List.of(numbers)));
    return cases.stream();
  }

  private static void add(List<Case> cases, Primitive primitive, TrainingLoss loss, int... shapes) {
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < shapes.length; i += 2) {
      all.add(new int[] {shapes[i], shapes[i + 1]});
    }
    cases.add(new Case(primitive, loss, all, List.of()));
  }

  /** Cosines or sines of three places and two pairs. */
  private static Tensor angles(int which) {
    double[] numbers = new double[6];
    Arrays.setAll(numbers, i -> which == 0 ? Math.cos(0.3 + i) : Math.sin(0.3 + i));
    return tensor(new int[] {3, 2}, numbers);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientAndItsTangentAgreeWithDifferences(Case at) {
    Errors errors = errors(at);
    assertThat(errors.gradient).isLessThan(1e-9);
    assertThat(errors.product).isLessThan(1e-7);
  }

  /** Each rule wrong by 0.1 % in turn: the comparison above must see all of them. */
  @ParameterizedTest
  @MethodSource("cases")
  void aRuleThatIsWrongByOneInAThousandIsSeen(Case at) {
    Errors byTangent = errors(at.with(new Mutant(at.primitive, Mutant.Rule.TANGENT)));
    assertThat(byTangent.gradient).isLessThan(1e-9);
    assertThat(byTangent.product).isGreaterThan(1e-5);
    Errors byAdjoint = errors(at.with(new Mutant(at.primitive, Mutant.Rule.ADJOINT)));
    assertThat(byAdjoint.gradient).isGreaterThan(1e-4);
    Errors byAdjointTangent =
        errors(at.with(new Mutant(at.primitive, Mutant.Rule.ADJOINT_TANGENT)));
    assertThat(byAdjointTangent.gradient).isLessThan(1e-9);
    assertThat(byAdjointTangent.product).isGreaterThan(1e-5);
  }

  /** What is not held is lent to somebody else, who leaves NaN there. */
  @ParameterizedTest
  @MethodSource({"cases", "losses"})
  void productsOfWhatIsHeldHaveTheBitsOfProductsAtOnce(Case at) {
    assertThat(products(at, true)).containsExactly(products(at, false));
  }

  /** The control: a primitive that says that its rules read nothing. */
  @ParameterizedTest
  @MethodSource("cases")
  void aPrimitiveThatHidesWhatItReadsIsSeen(Case at) {
    Reads reads = at.primitive.reads();
    boolean readsAnything =
        reads.output()
            || reads.adjoint()
            || IntStream.range(0, at.shapes.size()).anyMatch(reads.input());
    Case hiding = at.with(new Mutant(at.primitive, Mutant.Rule.NONE));
    assertThat(products(hiding, false)).containsExactly(products(at, false));
    if (readsAnything) {
      assertThat(products(hiding, true)).isNotEqualTo(products(at, false));
    }
  }

  private static double[] products(Case at, boolean held) {
    Sweep sweep = sweep(at, draw(at, 1), draw(at, 2), held ? Way.HELD : Way.COPIED);
    return sweep.products.stream().flatMapToDouble(p -> Arrays.stream(p.toArray())).toArray();
  }

  static Stream<Case> losses() {
    List<Case> cases = new ArrayList<>();
    for (double[] numbers : new double[][] {{0.2, 0}, {0, 0.3}, {0.2, 0.3}}) {
      TrainingLoss loss = new TrainingLoss(Loss.CROSS_ENTROPY, numbers[0], numbers[1]);
      add(cases, new LinearMaps.Scaled(1), loss, 4, 3);
      add(cases, new Products.Linear(0.6), loss, 4, 3, 3, 5);
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatTrainingLossesHaveOnTopAgreesWithDifferences(Case at) {
    gradientAndItsTangentAgreeWithDifferences(at);
    aRuleThatIsWrongByOneInAThousandIsSeen(at);
  }

  /** Derivatives of a number that is off by 0.1 %, against differences of the right loss. */
  @ParameterizedTest
  @MethodSource("losses")
  void aNumberOfATrainingLossThatIsWrongByOneInAThousandIsSeen(Case at) {
    TrainingLoss loss = at.loss;
    double smoothing = loss.labelSmoothing();
    if (smoothing > 0) {
      TrainingLoss off = new TrainingLoss(loss.plain(), 1.001 * smoothing, loss.zLoss());
      assertThat(errors(at, at.with(off)).gradient).isGreaterThan(1e-6);
    }
    if (loss.zLoss() > 0) {
      TrainingLoss off = new TrainingLoss(loss.plain(), smoothing, 1.001 * loss.zLoss());
      Errors errors = errors(at, at.with(off));
      assertThat(errors.gradient).isGreaterThan(1e-5);
      assertThat(errors.product).isGreaterThan(1e-5);
    }
  }

  /** Passes everything through but one rule, which it spoils by 0.1 %, and what the rules read. */
  private record Mutant(Primitive inner, Rule rule) implements Primitive {

    private enum Rule {
      NONE,
      TANGENT,
      ADJOINT,
      ADJOINT_TANGENT
    }

    @Override
    public Reads reads() {
      return Reads.NOTHING;
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

  private static Errors errors(Case at) {
    return errors(at, at);
  }

  /** Those of the derivatives of one case against the differences of another. */
  private static Errors errors(Case at, Case differentiated) {
    List<double[]> values = draw(at, 1);
    Sweep sweep = sweep(differentiated, values, draw(at, 2));
    double gradientError = 0;
    double productError = 0;
    double gradientSize = 0;
    double productSize = 0;
    for (int input = 0; input < values.size(); input++) {
      for (int i = 0; i < values.get(input).length; i++) {
        double[] slopes = slopes(at, input, i);
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
  private static double[] slopes(Case at, int input, int element) {
    // A mutant spoils derivatives, never values: differences of values are right all the same.
    double slope = fivePoint(h -> value(at, moved(draw(at, 1), input, element, h)));
    double mixed =
        fivePoint(
            k -> {
              List<double[]> there = along(at, k);
              return fivePoint(h -> value(at, moved(there, input, element, h)));
            });
    return new double[] {slope, mixed};
  }

  private static List<double[]> along(Case at, double k) {
    List<double[]> values = draw(at, 1);
    List<double[]> tangents = draw(at, 2);
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

  private static double value(Case at, List<double[]> values) {
    return sweep(at, values, null).loss;
  }

  private record Sweep(double loss, List<Tensor> gradients, List<Tensor> products) {}

  private static Sweep sweep(Case at, List<double[]> values, @Nullable List<double[]> tangents) {
    return sweep(at, values, tangents, Way.PLAIN);
  }

  /** How a sweep goes. */
  private enum Way {
    PLAIN,
    /** Inputs are copies of the leaves, so that they are the tape's own. */
    COPIED,
    /** The same, and between gradient and product it is held. */
    HELD
  }

  private static Sweep sweep(
      Case at, List<double[]> values, @Nullable List<double[]> tangents, Way way) {
    Workspace workspace = new Workspace(DEVICE);
    Tape tape = new Tape(workspace);
    List<Tensor> gradients = new ArrayList<>();
    List<Tensor> products = new ArrayList<>();
    List<Direction> directions = new ArrayList<>();
    List<Variable> inputs = new ArrayList<>();
    for (int j = 0; j < values.size(); j++) {
      int[] shape = at.shapes.get(j);
      gradients.add(DEVICE.tensor(shape[0], shape[1]));
      products.add(DEVICE.tensor(shape[0], shape[1]));
      inputs.add(tape.leaf(tensor(shape, values.get(j)), gradients.get(j)));
      if (tangents != null) {
        Tensor tangent = tensor(shape, tangents.get(j));
        directions.add(new Direction(inputs.get(j), tangent, products.get(j)));
      }
    }
    if (way != Way.PLAIN) {
      inputs.replaceAll(leaf -> tape.apply(new LinearMaps.Scaled(1), leaf));
    }
    at.constants.forEach(constant -> inputs.add(tape.constant(constant)));
    Variable made = tape.apply(at.primitive, inputs.toArray(Variable[]::new));
    Derivatives derivatives = tape.differentiate(at.loss, made, targets(made.tensor()));
    if (way == Way.HELD) {
      derivatives.hold();
      inputs.forEach(input -> spoil(workspace, input.tensor()));
      spoil(workspace, made.tensor());
    }
    derivatives.hessianProduct(directions);
    return new Sweep(derivatives.loss().value(), gradients, products);
  }

  /** Leaves NaN in what the workspace lends of one shape. */
  private static void spoil(Workspace workspace, Tensor like) {
    for (int i = 0; i < 9; i++) {
      workspace.takeLike(like).fill(Double.NaN);
    }
  }

  /** Numbers at least 0.1 away from zero, a rectifier's kink, and none twice, a maximum's. */
  private static List<double[]> draw(Case at, long seed) {
    RandomGenerator random = new Well19937c(seed);
    List<double[]> drawn = new ArrayList<>();
    for (int[] shape : at.shapes) {
      double[] numbers = new double[shape[0] * shape[1]];
      for (int i = 0; i < numbers.length; i++) {
        double sign = random.nextBoolean() ? 1 : -1;
        numbers[i] = sign * (0.1 + 0.9 * random.nextDouble());
      }
      drawn.add(numbers);
    }
    return drawn;
  }

  /** Rows of random probabilities. */
  private static Tensor targets(Tensor like) {
    RandomGenerator random = new Well19937c(3);
    double[] numbers = new double[like.size()];
    for (int start = 0; start < numbers.length; start += like.cols()) {
      double sum = 0;
      for (int i = start; i < start + like.cols(); i++) {
        numbers[i] = random.nextDouble();
        sum += numbers[i];
      }
      for (int i = start; i < start + like.cols(); i++) {
        numbers[i] /= sum;
      }
    }
    return tensor(new int[] {like.rows(), like.cols()}, numbers);
  }

  private static Tensor tensor(int[] shape, double... values) {
    Tensor tensor = DEVICE.tensor(shape[0], shape[1]);
    tensor.assign(values);
    return tensor;
  }
}
