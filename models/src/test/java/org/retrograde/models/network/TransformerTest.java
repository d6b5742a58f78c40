package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.AttentionScale;
import org.retrograde.models.network.architecture.Gains;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Norm;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.Positions;
import org.retrograde.models.network.architecture.Transformer;
import org.retrograde.models.network.architecture.UnitTransformer;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.GroupRole;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Transformers of all kinds: their derivatives of both orders, and what they may see. */
final class TransformerTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int WINDOW = 3;
  private static final int WINDOWS = 2;
  private static final int KINDS = 5;
  private static final Differences DIFFERENCES = new Differences(DEVICE, 2e-5);
  private static final OptionalLong DROPS = OptionalLong.of(5);

  private static Transformer network(
      int keyValueHeads,
      boolean gated,
      Norm norm,
      Gains gains,
      Positions positions,
      boolean all,
      boolean tied) {
    return new Transformer(
        2,
        keyValueHeads,
        2,
        gated,
        norm,
        gains,
        positions,
        all ? AttentionScale.ROOT : AttentionScale.SIZE,
        1.5,
        all,
        all,
        all,
        false,
        false,
        tied,
        0,
        all ? 0.5 : 0,
        all ? 1 : 0,
        all ? 0.3 : 0);
  }

  static Stream<Architecture> networks() {
    return Stream.of(
        network(0, false, Norm.RMS, Gains.NONE, Positions.LEARNED, false, false),
        network(1, true, Norm.LAYER, Gains.VECTOR, Positions.ROTARY, true, false),
        network(2, false, Norm.RMS, Gains.SCALAR, Positions.ROTARY, true, true),
        network(0, true, Norm.NONE, Gains.VECTOR, Positions.NONE, false, true),
        new UnitTransformer(2, 2, true, Positions.ROTARY, 1.5, 2, 0.5, 2, 3, false),
        new UnitTransformer(2, 2, false, Positions.LEARNED, 0.5, 2, 2, 0.5, 1, true));
  }

  private static NetworkSpec spec(Architecture network) {
    NetworkSpec plain =
        NetworkSpec.of(
            network,
            new NetworkSizes(new InputShape.Token(WINDOW), List.of(4, 4), KINDS, Nonlinearity.GELU),
            Loss.CROSS_ENTROPY);
    List<Double> multipliers = new ArrayList<>();
    plain
        .layout()
        .parameters()
        .forEach(
            p -> multipliers.add(p.role().isWeight() ? 0.7 + 0.1 * multipliers.size() % 1 : 1));
    return plain.withMultipliers(multipliers);
  }

  private static List<Tensor> draw(NetworkSpec spec, long seed) {
    RandomGenerator random = new Well19937c(seed);
    List<Tensor> drawn = new ArrayList<>();
    for (ParameterGroup group : spec.groups()) {
      Tensor tensor = DEVICE.tensor(group.rows(), group.cols());
      double scale = 1 / Math.sqrt(group.rows());
      tensor.assign(() -> scale * random.nextGaussian());
      drawn.add(tensor);
    }
    return drawn;
  }

  private static DeviceData data() {
    Tensor inputs = DEVICE.tensor(WINDOW * WINDOWS, 1);
    inputs.assign(new double[] {0, 3, 1, 4, 4, 2});
    Tensor targets = DEVICE.tensor(WINDOW * WINDOWS, KINDS);
    double[] labels = new double[targets.size()];
    int[] next = {3, 1, 0, 4, 2, 2};
    for (int i = 0; i < next.length; i++) {
      labels[i * KINDS + next[i]] = 1;
    }
    targets.assign(labels);
    return new DeviceData(inputs, targets);
  }

  /** Another pass, of weights that are no numbers, leaves NaN in all that is not held. */
  @ParameterizedTest
  @MethodSource("networks")
  void aPointThatIsHeldMakesTheProductsOfOneThatIsNot(Architecture of) {
    NetworkSpec spec = spec(of);
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    List<Tensor> direction = draw(spec, 2);
    List<Tensor> expected = draw(spec, 3);
    List<Tensor> product = draw(spec, 4);
    List<Tensor> spoiled = draw(spec, 5);
    spoiled.forEach(tensor -> tensor.fill(Double.NaN));
    network
        .differentiate(data(), weights, draw(spec, 6), DROPS)
        .hessianProduct(direction, expected, null);
    Network.Point held = network.differentiate(data(), weights, draw(spec, 6), DROPS);
    held.derivatives().hold();
    network.differentiate(data(), spoiled, draw(spec, 6), DROPS);
    held.hessianProduct(direction, product, null);
    for (int g = 0; g < product.size(); g++) {
      assertThat(product.get(g).toArray()).containsExactly(expected.get(g).toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientAndHessianProductAgreeWithDifferences(Architecture of) {
    NetworkSpec spec = spec(of);
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    List<Tensor> direction = draw(spec, 2);
    List<Tensor> gradient = draw(spec, 3);
    List<Tensor> product = draw(spec, 4);
    Network.Point point = network.differentiate(data(), weights, gradient, DROPS);
    point.hessianProduct(direction, product, null);
    double along = Differences.dot(gradient, direction);
    List<Tensor> copy = DIFFERENCES.moved(gradient, 0, direction);
    double slope =
        DIFFERENCES.slope(
            h -> loss(network, DIFFERENCES.moved(weights, h, direction), copy, DROPS));
    assertThat(Math.abs(along - slope)).isLessThan(1e-9 * Math.abs(along));
    for (int g = 0; g < weights.size(); g++) {
      double[] found = product.get(g).toArray();
      int group = g;
      double size = Arrays.stream(found).map(Math::abs).max().orElse(0);
      assertThat(size).as(spec.groups().get(g).name()).isPositive();
      for (int i = 0; i < found.length; i++) {
        int element = i;
        double bend =
            DIFFERENCES.slope(
                h -> {
                  network.differentiate(
                      data(), DIFFERENCES.moved(weights, h, direction), copy, DROPS);
                  return copy.get(group).toArray()[element];
                });
        assertThat(Math.abs(found[i] - bend))
            .as("%s %d", spec.groups().get(g).name(), i)
            .isLessThan(1e-7 * Math.max(size, 1e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aTokenSeesNothingOfThoseAfterItNorOfOtherWindows(Architecture of) {
    NetworkSpec spec = spec(of);
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    double[] before = last(network.probe(data(), weights));
    DeviceData other = data();
    Tensor tokens = DEVICE.tensor(WINDOW * WINDOWS, 1);
    tokens.assign(
        new double[] {0, 3, 2, 1, 4, 2}); // the third of one window, the first of the next
    double[] after = last(network.probe(new DeviceData(tokens, other.targets()), weights));
    for (int row = 0; row < WINDOW * WINDOWS; row++) {
      double[] was = Arrays.copyOfRange(before, row * KINDS, (row + 1) * KINDS);
      double[] is = Arrays.copyOfRange(after, row * KINDS, (row + 1) * KINDS);
      if (row < 2) {
        assertThat(is).as("row %d", row).isEqualTo(was);
      } else {
        assertThat(is).as("row %d", row).isNotEqualTo(was);
      }
    }
  }

  @Test
  void whatAStepDropsItDropsAgainAndAnotherStepDropsOther() {
    NetworkSpec spec =
        spec(network(1, true, Norm.LAYER, Gains.VECTOR, Positions.ROTARY, true, false));
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    List<Tensor> scratch = draw(spec, 2);
    double first = loss(network, weights, scratch, OptionalLong.of(1));
    assertThat(loss(network, weights, scratch, OptionalLong.of(1))).isEqualTo(first);
    assertThat(loss(network, weights, scratch, OptionalLong.of(2))).isNotEqualTo(first);
    assertThat(loss(network, weights, scratch, OptionalLong.empty()))
        .isNotEqualTo(first)
        .isEqualTo(network.evaluate(data(), weights).loss());
  }

  private static double loss(
      Network network, List<Tensor> weights, List<Tensor> scratch, OptionalLong seed) {
    return network.differentiate(data(), weights, scratch, seed).derivatives().loss().value();
  }

  /** Labels as numbers and as probabilities give the same bits. */
  @Test
  void labelsMayBeNumbers() {
    NetworkSpec spec = spec(network(0, false, Norm.RMS, Gains.NONE, Positions.NONE, false, false));
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    DeviceData dense = data();
    Tensor numbers = DEVICE.tensor(WINDOW * WINDOWS, 1);
    numbers.assign(new double[] {3, 1, 0, 4, 2, 2});
    DeviceData numbered =
        new DeviceData(dense.inputs(), numbers, DeviceData.classes(DEVICE, KINDS));
    assertThat(network.evaluate(numbered, weights)).isEqualTo(network.evaluate(dense, weights));
    assertThat(numbered.outputs()).isEqualTo(KINDS);
  }

  private static double[] last(List<double[]> seen) {
    return seen.get(seen.size() - 1);
  }

  @Test
  void parametersSayWhatTheyAre() {
    Layout layout =
        spec(network(1, true, Norm.RMS, Gains.VECTOR, Positions.LEARNED, false, false)).layout();
    assertThat(layout.parameters())
        .extracting(p -> p.name() + " " + p.role().label())
        .startsWith(
            "E input weights",
            "P input weights",
            "gA1 norm gain",
            "q1 hidden weights",
            "k1 hidden weights",
            "v1 hidden weights",
            "o1 hidden weights",
            "gM1 norm gain",
            "u1 hidden weights",
            "w1 hidden weights",
            "d1 hidden weights")
        .endsWith("gR norm gain", "R output weights");
    assertThat(layout.layers()).isEqualTo(4);
  }

  @Test
  void whatCannotBeBuiltIsRefused() {
    NetworkSizes odd =
        new NetworkSizes(new InputShape.Token(4), List.of(30), KINDS, Nonlinearity.RELU);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transformer().layout(odd))
        .withMessage("a width of 30 is not a multiple of the head size, 16");
    NetworkSizes rows = new NetworkSizes(4, List.of(32), KINDS, Nonlinearity.RELU);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transformer().layout(rows))
        .withMessageContaining("reads tokens of a text");
    NetworkSizes three =
        new NetworkSizes(new InputShape.Token(4), List.of(6), KINDS, Nonlinearity.RELU);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                network(2, false, Norm.RMS, Gains.NONE, Positions.NONE, false, false).layout(three))
        .withMessage("3 heads of queries cannot share 2 of keys and values evenly");
  }

  @Test
  void aTiedReadoutIsTheEmbeddingOnceMore() {
    Transformer tied = network(0, false, Norm.RMS, Gains.VECTOR, Positions.LEARNED, false, true);
    assertThat(spec(tied).layout().parameters())
        .extracting(Parameter::name)
        .doesNotContain("R")
        .endsWith("gR");
    NetworkSpec spec = spec(tied);
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    List<double[]> seen = network.probe(data(), weights);
    double[] read = seen.get(seen.size() - 2);
    double[] table = weights.get(0).toArray();
    double[] z = last(seen);
    for (int row = 0; row < WINDOW * WINDOWS; row++) {
      for (int kind = 0; kind < KINDS; kind++) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
          sum += read[row * 4 + i] * table[kind * 4 + i];
        }
        double expected = spec.multipliers().get(0) * sum / 4;
        assertThat(z[row * KINDS + kind]).isCloseTo(expected, within(1e-14));
      }
    }
  }

  @Test
  void headsOfFixedNumberGrowInSize() {
    Transformer network =
        new Transformer(
            16,
            0,
            4,
            false,
            Norm.RMS,
            Gains.NONE,
            Positions.LEARNED,
            AttentionScale.ROOT,
            1,
            false,
            false,
            false,
            true,
            true,
            false,
            2,
            0,
            0,
            0);
    assertThat(List.of(network.headSize(8), network.heads(8))).containsExactly(4, 2);
    assertThat(List.of(network.headSize(32), network.heads(32))).containsExactly(16, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.heads(9))
        .withMessage("a width of 9 is not a multiple of the head count, 2");
  }

  /** Twice the base depth under power 1/2: each branch counts 1/sqrt(2), and steps of Adam too. */
  @Test
  void branchesFollowTheDepth() {
    Transformer network = network(0, false, Norm.RMS, Gains.NONE, Positions.ROTARY, true, false);
    assertThat(network.depth(2).branch()).isEqualTo(Math.pow(2, -0.5));
    Layout deep = network.layout(depth(2));
    List<GroupRole> roles = deep.over(deep);
    WidthScaling adam =
        new WidthScaling(
            Parametrization.MUP, StepScaling.NORMALIZED, DecayRule.FOLLOWS_RATE, roles);
    WidthScaling sgd =
        new WidthScaling(
            Parametrization.MUP, StepScaling.PROPORTIONAL, DecayRule.FOLLOWS_RATE, roles);
    for (int g = 0; g < roles.size(); g++) {
      String name = deep.parameters().get(g).name();
      boolean inBranch = !List.of("E", "R", "bR").contains(name);
      assertThat(adam.of(g))
          .as(name)
          .isEqualTo(
              inBranch
                  ? new WidthFactors(Math.pow(2, -0.5), 1, 1, Math.pow(2, -0.5))
                  : WidthFactors.ONE);
      assertThat(sgd.of(g)).as(name).isEqualTo(WidthFactors.ONE);
    }
  }

  private static NetworkSizes depth(int blocks) {
    return new NetworkSizes(
        new InputShape.Token(WINDOW), Collections.nCopies(blocks, 4), KINDS, Nonlinearity.RELU);
  }
}
