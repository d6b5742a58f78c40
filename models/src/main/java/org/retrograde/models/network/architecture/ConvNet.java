package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.retrograde.models.autodiff.LinearMaps.Reshaped;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.InputShape.Image;
import org.retrograde.models.parametrization.Role;
import org.retrograde.reversible.device.Windows;

/**
 * A convolutional network: stages of a convolution, the nonlinearity and a pooling, each reading
 * what the one before it leaves, then a pooling over all pixels that are left and a linear readout.
 *
 * <p>For examples that are images ({@link InputShape.Image}); one hidden layer of the sizes is one
 * stage, whose channels are a multiple of its units. Images are rows of pixels with one column a
 * channel, and what kernels see of them rows of windows, so that a convolution is one matrix
 * product: W_l is [side * side * channels, channels of the stage], the pixels of a kernel line by
 * line, each with all its channels. Parameters are W1, b1, W2, b2, ...; probes z1, z2, ... are what
 * enters the nonlinearities, pixel by pixel, and the prediction.
 *
 * @param stages at least one
 * @param globalPooling over all pixels that the last stage leaves, which must be a square; without
 *     it the readout sees each by itself
 */
public record ConvNet(List<Stage> stages, Pooling globalPooling) implements Architecture {

  /** No image has a longer side. */
  private static final int LONGEST = 1 << 15;

  /** Copies the list. */
  public ConvNet {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a convnet needs stages, at least one");
    }
  }

  /** Makes one of two stages, each of kernels of 3 x 3 and a pooling of 2 x 2. */
  public ConvNet() {
    this(
        List.of(new Stage(1, 3, 1, 1, Pooling.MAX, 2, 0), new Stage(2, 3, 1, 1, Pooling.MAX, 2, 0)),
        Pooling.MEAN);
  }

  @Override
  public String word() {
    return "convnet";
  }

  @Override
  public String meaning() {
    return "stages of convolutions over images, a pooling of all pixels and a readout";
  }

  @Override
  public OptionalInt depth() {
    return OptionalInt.of(stages.size());
  }

  @Override
  public InputShape leastShape() {
    long side = 1;
    for (int i = stages.size() - 1; i >= 0; i--) {
      side = stages.get(i).leastSide(side);
      if (side > LONGEST) {
        throw new IllegalArgumentException(
            "the stages from %d on need images of %d pixels a side, more than there are"
                .formatted(i + 1, side));
      }
    }
    int largest = stages.stream().mapToInt(Stage::kernel).max().orElseThrow();
    int least = (int) Math.max(side, largest);
    return new Image(least, least, 1);
  }

  @Override
  public Layout layout(NetworkSizes sizes) {
    List<Parameter> parameters = new ArrayList<>();
    List<Probe> probes = new ArrayList<>();
    List<StageWindows> windows = windows(sizes);
    for (int i = 0; i < windows.size(); i++) {
      StageWindows stage = windows.get(i);
      Role role = i == 0 ? Role.INPUT : Role.HIDDEN;
      parameters.add(
          Parameter.weights("W" + (i + 1), i, role, stage.fanIn(), stage.channels())
              .before(sizes.activation()));
      parameters.add(Parameter.bias("b" + (i + 1), i, Role.HIDDEN_BIAS, stage.channels()));
      probes.add(probe(i, Probe.STAYS));
    }
    int last = windows.size();
    String number = Integer.toString(last + 1);
    int read = read(windows.get(last - 1).left());
    parameters.add(Parameter.weights("W" + number, last, Role.OUTPUT, read, sizes.outputs()));
    parameters.add(Parameter.bias("b" + number, last, Role.OUTPUT_BIAS, sizes.outputs()));
    probes.add(probe(last, Probe.OUTPUT));
    return new Layout(parameters, probes);
  }

  private static Probe probe(int layer, double startPower) {
    int number = layer + 1;
    return new Probe("z" + number, List.of("W" + number, "b" + number), startPower);
  }

  /** Returns the numbers that the readout sees of an image. */
  private int read(Image left) {
    if (globalPooling == Pooling.NONE) {
      return left.features();
    }
    if (left.height() != left.width()) {
      throw new IllegalArgumentException(
          ("the stages leave %d x %d pixels, and a global pooling is over a square; set"
                  + " global-pooling to none")
              .formatted(left.height(), left.width()));
    }
    return left.channels();
  }

  private List<StageWindows> windows(NetworkSizes sizes) {
    if (!(sizes.shape() instanceof Image image)) {
      throw new IllegalArgumentException(
          "architecture convnet reads images, and these examples have no height and width: take"
              + " data.source mnist, fashion-mnist, idx or images, or say data.shape");
    }
    if (sizes.hidden().size() != stages.size()) {
      throw new IllegalArgumentException(
          "%d hidden layers are not the %d stages of a convnet"
              .formatted(sizes.hidden().size(), stages.size()));
    }
    return StageWindows.all(stages, image, sizes.hidden());
  }

  @Override
  public List<Variable> forward(
      NetworkSizes sizes, Tape tape, Variable inputs, List<Leaf> parameters) {
    List<StageWindows> windows = windows(sizes);
    List<Variable> all = new ArrayList<>();
    Variable images = tape.apply(new Reshaped(windows.get(0).channelsBefore()), inputs);
    for (int i = 0; i < windows.size(); i++) {
      StageWindows stage = windows.get(i);
      Variable z = stage.convolved(tape, images, parameters.get(2 * i), parameters.get(2 * i + 1));
      all.add(z);
      images = stage.passedOn(tape, sizes.activation(), z);
    }
    Leaf weights = parameters.get(2 * windows.size());
    Leaf bias = parameters.get(2 * windows.size() + 1);
    all.add(
        tape.apply(
            new Affine(weights.multiplier()),
            pooled(tape, images, windows.get(windows.size() - 1).left()),
            weights.variable(),
            bias.variable()));
    return all;
  }

  /** Returns one row an image. */
  private Variable pooled(Tape tape, Variable images, Image left) {
    return globalPooling == Pooling.NONE
        ? tape.apply(new Reshaped(left.features()), images)
        : globalPooling.apply(
            tape, images, new Windows(left.height(), left.width(), left.height(), 1, 0));
  }
}
