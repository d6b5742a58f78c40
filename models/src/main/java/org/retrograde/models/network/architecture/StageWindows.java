package org.retrograde.models.network.architecture;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.autodiff.LinearMaps.Patches;
import org.retrograde.models.autodiff.Primitives.Affine;
import org.retrograde.models.autodiff.Primitives.Elementwise;
import org.retrograde.models.autodiff.Tape;
import org.retrograde.models.autodiff.Variable;
import org.retrograde.models.data.InputShape.Image;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Windows;

/**
 * A stage over images of one size.
 *
 * @param stage what it is
 * @param seen what its kernels see
 * @param pooled what is pooled afterwards; one pixel each where nothing is
 * @param fanIn numbers that a kernel sees
 * @param channels that it makes
 */
record StageWindows(Stage stage, Windows seen, Windows pooled, int fanIn, int channels) {

  /**
   * Lays out the stages over images, each over what the one before it leaves.
   *
   * @param widths of the stages, of which their channels are multiples
   * @throws IllegalArgumentException if one leaves no pixel, or is too large for an array; says
   *     which
   */
  static List<StageWindows> all(List<Stage> stages, Image image, List<Integer> widths) {
    List<StageWindows> all = new ArrayList<>();
    Image left = image;
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      if (stage.kernel() > Math.min(image.height(), image.width())) {
        throw new IllegalArgumentException(
            "stage %d has a kernel of %s, larger than the images, which have %s pixels"
                .formatted(i + 1, side(stage.kernel()), pixels(image)));
      }
      StageWindows next = of(i + 1, stage, left, widths.get(i));
      all.add(next);
      left = next.left();
    }
    return all;
  }

  private static StageWindows of(int number, Stage stage, Image image, int width) {
    requirePixels(number, "kernel", stage.kernel(), stage.padding(), image);
    Windows seen =
        new Windows(image.height(), image.width(), stage.kernel(), stage.stride(), stage.padding());
    Image convolved = new Image(seen.outHeight(), seen.outWidth(), 1);
    boolean stays = stage.pooling() == Pooling.NONE;
    int side = stays ? 1 : stage.poolSize();
    requirePixels(number, "pooling", side, 0, convolved);
    long fanIn = (long) seen.area() * image.channels();
    long channels = (long) stage.multiple() * width;
    if (fanIn * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "stage %d has %d x %d weights, more than an array holds (%d); choose fewer channels"
              .formatted(number, fanIn, channels, Integer.MAX_VALUE));
    }
    return new StageWindows(
        stage,
        seen,
        new Windows(
            convolved.height(), convolved.width(), side, stays ? 1 : stage.pooledEvery(), 0),
        (int) fanIn,
        (int) channels);
  }

  private static void requirePixels(int number, String what, int side, int padding, Image image) {
    if (side > Math.min(image.height(), image.width()) + 2 * padding) {
      throw new IllegalArgumentException(
          ("stage %d leaves no pixel: its %s of %s with a padding of %d is larger than the %s"
                  + " pixels that are left before it; take fewer stages, or smaller ones")
              .formatted(number, what, side(side), padding, pixels(image)));
    }
  }

  private static String side(int side) {
    return side + " x " + side;
  }

  private static String pixels(Image image) {
    return image.height() + " x " + image.width();
  }

  /** Returns the channels of the images that it reads. */
  int channelsBefore() {
    return fanIn / seen.area();
  }

  /** Returns the images that it leaves. */
  Image left() {
    return new Image(pooled.outHeight(), pooled.outWidth(), channels);
  }

  /** Returns the products of the kernels with what they see, one row a window. */
  Variable convolved(Tape tape, Variable images, Leaf weights, Leaf bias) {
    boolean onePixelEach = seen.area() == 1 && seen.stride() == 1;
    Variable rows = onePixelEach ? images : tape.apply(new Patches(seen), images);
    return tape.apply(new Affine(weights.multiplier()), rows, weights.variable(), bias.variable());
  }

  /** Returns what the next stage reads. */
  Variable passedOn(Tape tape, Nonlinearity f, Variable products) {
    return stage.pooling().apply(tape, tape.apply(new Elementwise(f), products), pooled);
  }
}
