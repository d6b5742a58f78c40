package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.InputShape.Image;
import org.retrograde.models.network.architecture.Architectures;
import org.retrograde.models.network.architecture.ConvNet;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.Pooling;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.models.network.architecture.Stage;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Convolutional networks of all kinds: what they compute, and its derivatives of both orders. */
final class ConvNetTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int IMAGES = 3;
  private static final int CLASSES = 4;
  private static final Differences DIFFERENCES = new Differences(DEVICE, 1e-4);

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(new ConvNet(), new Image(5, 5, 1), Nonlinearity.TANH),
        Arguments.of(
            new ConvNet(
                List.of(
                    new Stage(2, 3, 2, 2, Pooling.NONE, 2, 0),
                    new Stage(1, 2, 1, 0, Pooling.MEAN, 2, 1)),
                Pooling.NONE),
            new Image(5, 6, 2),
            Nonlinearity.GELU),
        Arguments.of(
            new ConvNet(
                List.of(
                    new Stage(1, 1, 1, 0, Pooling.MAX, 3, 2),
                    new Stage(3, 2, 1, 1, Pooling.NONE, 2, 0),
                    new Stage(2, 1, 1, 0, Pooling.NONE, 2, 0)),
                Pooling.MAX),
            new Image(5, 5, 3),
            Nonlinearity.SILU));
  }

  private static NetworkSpec spec(ConvNet network, Image image, Nonlinearity f) {
    int stages = network.stages().size();
    NetworkSpec plain =
        NetworkSpec.of(
            network,
            new NetworkSizes(image, Stream.generate(() -> 2).limit(stages).toList(), CLASSES, f),
            Loss.CROSS_ENTROPY);
    List<Double> multipliers = new ArrayList<>();
    plain
        .layout()
        .parameters()
        .forEach(p -> multipliers.add(p.role().isWeight() ? 0.7 + 0.1 * multipliers.size() : 1));
    return plain.withMultipliers(multipliers);
  }

  private static List<Tensor> draw(NetworkSpec spec, long seed) {
    RandomGenerator random = new Well19937c(seed);
    List<Tensor> drawn = new ArrayList<>();
    for (ParameterGroup group : spec.groups()) {
      drawn.add(normal(random, group.rows(), group.cols()));
    }
    return drawn;
  }

  private static Tensor normal(RandomGenerator random, int rows, int cols) {
    Tensor tensor = DEVICE.tensor(rows, cols);
    tensor.assign(() -> random.nextGaussian() / Math.sqrt(rows));
    return tensor;
  }

  private static DeviceData data(Image image) {
    RandomGenerator random = new Well19937c(9);
    Tensor inputs = DEVICE.tensor(IMAGES, image.features());
    inputs.assign(random::nextGaussian);
    Tensor targets = DEVICE.tensor(IMAGES, CLASSES);
    double[] labels = new double[targets.size()];
    for (int i = 0; i < IMAGES; i++) {
      labels[i * CLASSES + (i + 1) % CLASSES] = 1;
    }
    targets.assign(labels);
    return new DeviceData(inputs, targets);
  }

  /** Another pass, of weights that are no numbers, leaves NaN in all that is not held. */
  @ParameterizedTest
  @MethodSource("networks")
  void aPointThatIsHeldMakesTheProductsOfOneThatIsNot(ConvNet of, Image image, Nonlinearity f) {
    NetworkSpec spec = spec(of, image, f);
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    List<Tensor> direction = draw(spec, 2);
    List<Tensor> expected = draw(spec, 3);
    List<Tensor> product = draw(spec, 4);
    List<Tensor> spoiled = draw(spec, 5);
    spoiled.forEach(tensor -> tensor.fill(Double.NaN));
    OptionalLong none = OptionalLong.empty();
    network
        .differentiate(data(image), weights, draw(spec, 6), none)
        .hessianProduct(direction, expected, null);
    Network.Point held = network.differentiate(data(image), weights, draw(spec, 6), none);
    held.derivatives().hold();
    network.differentiate(data(image), spoiled, draw(spec, 6), none);
    held.hessianProduct(direction, product, null);
    for (int g = 0; g < product.size(); g++) {
      assertThat(product.get(g).toArray()).containsExactly(expected.get(g).toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientAndHessianProductAgreeWithDifferences(ConvNet of, Image image, Nonlinearity f) {
    NetworkSpec spec = spec(of, image, f);
    Network network = new Network(DEVICE, spec);
    List<Tensor> weights = draw(spec, 1);
    List<Tensor> direction = draw(spec, 2);
    List<Tensor> gradient = draw(spec, 3);
    List<Tensor> product = draw(spec, 4);
    Network.Point point =
        network.differentiate(data(image), weights, gradient, OptionalLong.empty());
    point.hessianProduct(direction, product, null);
    double along = Differences.dot(gradient, direction);
    double slope =
        DIFFERENCES.slope(
            h -> network.evaluate(data(image), DIFFERENCES.moved(weights, h, direction)).loss());
    assertThat(Math.abs(along - slope)).isLessThan(1e-9 * Math.abs(along));
    List<Tensor> copy = DIFFERENCES.moved(gradient, 0, direction);
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
                  List<Tensor> there = DIFFERENCES.moved(weights, h, direction);
                  network.differentiate(data(image), there, copy, OptionalLong.empty());
                  return copy.get(group).toArray()[element];
                });
        assertThat(Math.abs(found[i] - bend))
            .as("%s %d", spec.groups().get(g).name(), i)
            .isLessThan(1e-7 * size);
      }
    }
  }

  /** The derivative of the gradient's part along a direction with respect to the images. */
  @ParameterizedTest
  @MethodSource("networks")
  void derivativesWithRespectToImagesAgreeWithDifferences(ConvNet of, Image image, Nonlinearity f) {
    NetworkSpec spec = spec(of, image, f);
    Network network = new Network(DEVICE, spec, true);
    List<Tensor> weights = draw(spec, 1);
    List<Tensor> direction = draw(spec, 2);
    List<Tensor> gradient = draw(spec, 3);
    DeviceData data = data(image);
    Tensor product = DEVICE.tensor(IMAGES, image.features());
    network
        .differentiate(data, weights, gradient, OptionalLong.empty())
        .hessianProduct(direction, draw(spec, 4), product);
    Tensor along = normal(new Well19937c(5), IMAGES, image.features());
    double slope =
        DIFFERENCES.slope(
            h -> {
              DeviceData there =
                  new DeviceData(DIFFERENCES.moved(data.inputs(), h, along), data.targets());
              network.differentiate(there, weights, gradient, OptionalLong.empty());
              return Differences.dot(gradient, direction);
            });
    double found = product.dot(along).value();
    assertThat(Math.abs(found - slope)).isLessThan(1e-8 * Math.abs(found));
  }

  /** Loops over pixels, as a convolution is defined. */
  @ParameterizedTest
  @MethodSource("networks")
  void whatStagesSeeIsWhatPlainLoopsMake(ConvNet of, Image image, Nonlinearity f) {
    NetworkSpec spec = spec(of, image, f);
    List<Tensor> weights = draw(spec, 1);
    DeviceData data = data(image);
    List<double[]> seen = new Network(DEVICE, spec).probe(data, weights);
    assertThat(seen).hasSize(of.stages().size() + 1);
    for (int example = 0; example < IMAGES; example++) {
      PlainImage x =
          new PlainImage(
              image.height(),
              image.width(),
              image.channels(),
              Arrays.copyOfRange(
                  data.inputs().toArray(),
                  example * image.features(),
                  (example + 1) * image.features()));
      for (int s = 0; s < of.stages().size(); s++) {
        Stage stage = of.stages().get(s);
        PlainImage z =
            x.convolved(
                stage,
                spec.multipliers().get(2 * s),
                weights.get(2 * s),
                weights.get(2 * s + 1).toArray());
        assertNear(part(seen.get(s), example), z.numbers());
        PlainImage y = z.map(f);
        x =
            stage.pooling() == Pooling.NONE
                ? y
                : y.pooled(
                    stage.pooling(),
                    stage.poolSize(),
                    stage.poolStride() == 0 ? stage.poolSize() : stage.poolStride());
      }
      PlainImage read =
          of.globalPooling() == Pooling.NONE
              ? x
              : x.pooled(of.globalPooling(), x.height(), x.height());
      int last = of.stages().size();
      double[] w = weights.get(2 * last).toArray();
      double[] z = weights.get(2 * last + 1).toArray();
      for (int i = 0; i < read.numbers().length; i++) {
        for (int c = 0; c < CLASSES; c++) {
          z[c] += spec.multipliers().get(2 * last) * read.numbers()[i] * w[i * CLASSES + c];
        }
      }
      assertNear(part(seen.get(last), example), z);
    }
  }

  private static double[] part(double[] all, int example) {
    int size = all.length / IMAGES;
    return Arrays.copyOfRange(all, example * size, (example + 1) * size);
  }

  private static void assertNear(double[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("%d", i).isCloseTo(expected[i], within(1e-13));
    }
  }

  /** An image, line by line, each pixel with all its channels. */
  @SuppressWarnings("ArrayRecordComponent")
  private record PlainImage(int height, int width, int channels, double[] numbers) {

    double at(int y, int x, int channel) {
      return y < 0 || y >= height || x < 0 || x >= width
          ? 0
          : numbers[(y * width + x) * channels + channel];
    }

    PlainImage convolved(Stage stage, double multiplier, Tensor weights, double[] bias) {
      int outHeight = (height + 2 * stage.padding() - stage.kernel()) / stage.stride() + 1;
      int outWidth = (width + 2 * stage.padding() - stage.kernel()) / stage.stride() + 1;
      double[] w = weights.toArray();
      double[] out = new double[outHeight * outWidth * bias.length];
      for (int i = 0; i < out.length; i++) {
        int channel = i % bias.length;
        int top = i / bias.length / outWidth * stage.stride() - stage.padding();
        int left = i / bias.length % outWidth * stage.stride() - stage.padding();
        double sum = 0;
        for (int row = 0; row < weights.rows(); row++) {
          int place = row / channels;
          double pixel =
              at(top + place / stage.kernel(), left + place % stage.kernel(), row % channels);
          sum += pixel * w[row * bias.length + channel];
        }
        out[i] = multiplier * sum + bias[channel];
      }
      return new PlainImage(outHeight, outWidth, bias.length, out);
    }

    PlainImage map(Nonlinearity f) {
      return new PlainImage(
          height, width, channels, Arrays.stream(numbers).map(z -> of(f, z)).toArray());
    }

    private static double of(Nonlinearity f, double z) {
      Tensor x = DEVICE.tensor(1, 1);
      x.fill(z);
      x.assignFunction(f, x);
      return x.toArray()[0];
    }

    PlainImage pooled(Pooling pooling, int size, int stride) {
      int outHeight = (height - size) / stride + 1;
      int outWidth = (width - size) / stride + 1;
      double[] out = new double[outHeight * outWidth * channels];
      for (int i = 0; i < out.length; i++) {
        int top = i / channels / outWidth * stride;
        int left = i / channels % outWidth * stride;
        double[] window = new double[size * size];
        for (int place = 0; place < window.length; place++) {
          window[place] = at(top + place / size, left + place % size, i % channels);
        }
        out[i] =
            pooling == Pooling.MAX
                ? Arrays.stream(window).max().orElseThrow()
                : Arrays.stream(window).sum() / window.length;
      }
      return new PlainImage(outHeight, outWidth, channels, out);
    }
  }

  @Test
  void itsTensorsSayWhatTheyAre() {
    Layout layout =
        new ConvNet()
            .layout(new NetworkSizes(new Image(28, 28, 1), List.of(16, 16), 10, Nonlinearity.RELU));
    assertThat(layout.parameters())
        .containsExactly(
            Parameter.weights("W1", 0, Role.INPUT, 9, 16).before(Nonlinearity.RELU),
            Parameter.bias("b1", 0, Role.HIDDEN_BIAS, 16),
            Parameter.weights("W2", 1, Role.HIDDEN, 9 * 16, 32).before(Nonlinearity.RELU),
            Parameter.bias("b2", 1, Role.HIDDEN_BIAS, 32),
            Parameter.weights("W3", 2, Role.OUTPUT, 32, 10),
            Parameter.bias("b3", 2, Role.OUTPUT_BIAS, 10));
    assertThat(layout.probes())
        .containsExactly(
            new Probe("z1", List.of("W1", "b1"), Probe.STAYS),
            new Probe("z2", List.of("W2", "b2"), Probe.STAYS),
            new Probe("z3", List.of("W3", "b3"), Probe.OUTPUT));
    assertThat(Architectures.ALL.get("convnet")).isEqualTo(new ConvNet());
  }

  @Test
  void withoutAGlobalPoolingTheReadoutSeesEveryPixel() {
    ConvNet network = new ConvNet(new ConvNet().stages(), Pooling.NONE);
    Layout layout =
        network.layout(
            new NetworkSizes(new Image(28, 20, 3), List.of(4, 4), 10, Nonlinearity.RELU));
    assertThat(layout.parameters().get(4))
        .isEqualTo(Parameter.weights("W3", 2, Role.OUTPUT, 7 * 5 * 8, 10));
  }

  /** The smallest images are such that each side is needed. */
  @ParameterizedTest
  @MethodSource("networks")
  void theSmallestImagesAreTheSmallest(ConvNet of, Image image, Nonlinearity f) {
    Image least = (Image) of.leastShape();
    assertThat(of.layout(spec(of, least, f).sizes())).isNotNull();
    if (least.height() > 1) {
      Image smaller = new Image(least.height() - 1, least.width() - 1, 1);
      assertThatIllegalArgumentException().isThrownBy(() -> spec(of, smaller, f));
    }
  }

  private static void assertRefused(ConvNet network, InputShape shape, String message) {
    List<Integer> hidden = network.stages().stream().map(stage -> 2).toList();
    NetworkSizes sizes = new NetworkSizes(shape, hidden, CLASSES, Nonlinearity.RELU);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.layout(sizes))
        .withMessageContaining(message);
  }

  @Test
  void whatCannotBeBuiltIsRefused() {
    Image image = new Image(8, 6, 1);
    Stage large = new Stage(1, 7, 1, 3, Pooling.NONE, 2, 0);
    assertRefused(
        new ConvNet(List.of(large), Pooling.NONE),
        image,
        "stage 1 has a kernel of 7 x 7, larger than the images, which have 8 x 6 pixels");
    Stage pools = new Stage(1, 3, 1, 1, Pooling.MAX, 4, 0);
    assertRefused(
        new ConvNet(List.of(pools, new Stage(1, 2, 1, 0, Pooling.NONE, 2, 0)), Pooling.NONE),
        image,
        "stage 2 leaves no pixel: its kernel of 2 x 2 with a padding of 0 is larger than the 2 x 1"
            + " pixels that are left before it");
    assertRefused(
        new ConvNet(List.of(pools, pools), Pooling.NONE),
        image,
        "stage 2 leaves no pixel: its pooling of 4 x 4 with a padding of 0 is larger than the 2 x 1"
            + " pixels");
    assertRefused(
        new ConvNet(),
        image,
        "the stages leave 2 x 1 pixels, and a global pooling is over a square");
    assertRefused(new ConvNet(), new InputShape.Features(48), "convnet reads images");
    assertRefused(new ConvNet(), new InputShape.Token(4), "convnet reads images");
    assertRefused(
        new ConvNet(List.of(new Stage(2, 1000, 1, 0, Pooling.NONE, 2, 0)), Pooling.NONE),
        new Image(1000, 1000, 1000),
        "more than an array holds");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ConvNet()
                    .layout(new NetworkSizes(image, List.of(2), CLASSES, Nonlinearity.RELU)))
        .withMessage("1 hidden layers are not the 2 stages of a convnet");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConvNet(List.of(), Pooling.MEAN))
        .withMessageContaining("at least one");
  }

  @Test
  void stagesOutOfTheirRangesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stage(1, 3, 1, 3, Pooling.NONE, 2, 0))
        .withMessage("padding must be at least 0 and at most 2, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stage(1, 0, 1, 0, Pooling.NONE, 2, 0))
        .withMessage("kernel must be at least 1 and at most 1024, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stage(1, 3, 1, 0, Pooling.NONE, 3, 0))
        .withMessageContaining("say nothing without a pooling");
    Stage far = new Stage(1, 1024, 1024, 0, Pooling.NONE, 2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConvNet(List.of(far, far, far), Pooling.MEAN).leastShape())
        .withMessageContaining("the stages from 2 on need images of");
  }
}
