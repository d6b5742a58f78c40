package org.retrograde.reversible.device.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.ReplaceNans;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarEquals;
import org.nd4j.linalg.api.ops.impl.transforms.custom.GreaterThan;
import org.retrograde.reversible.device.Windows;

/**
 * Kernels on windows, place by place of a window, see {@link Nd4jPlace}.
 *
 * <p>A pixel's windows in their order have it at places in falling order, so sums into pixels go
 * from the last place to the first. What views pair is copied into vectors before it is added: ND4J
 * copies a view in about 1 ns an element, but adds one in 6 to 13.
 *
 * <p>ND4J's own gather would do for patches, at 0.1 us an index and more, and with indices and a
 * row of zeros to keep.
 */
final class Nd4jWindows {

  private static final int WORK = 0;
  private static final int SUM = 1;
  private static final int PLACES = 2;
  private static final int MASK = 3;
  private static final int KEYS = 4;

  private final Nd4jScratch scratch;
  private final DataType type;
  private final Windows windows;
  private final List<Nd4jPlace> places;
  private final List<Nd4jPlace> backwards;
  private final int held;

  /**
   * Makes them.
   *
   * @param images [images * pixels, channels]
   */
  Nd4jWindows(Nd4jScratch scratch, Nd4jMatrix images, Windows windows) {
    int count = images.rows() / windows.pixels();
    this.scratch = scratch;
    this.type = images.flat().dataType();
    this.windows = windows;
    this.places = Nd4jPlace.all(windows, count, images.cols());
    this.backwards = new ArrayList<>(places);
    Collections.reverse(backwards);
    this.held = count * windows.count() * images.cols();
  }

  /** out = what each window sees. */
  void patches(INDArray images, INDArray out) {
    if (windows.padding() > 0) {
      out.assign(0);
    }
    for (Nd4jPlace place : places) {
      place.patches(out).assign(place.pixels(images));
    }
  }

  /** images += what windows see of them. */
  void addPatches(INDArray patches, INDArray images) {
    INDArray seen = vector(type, WORK);
    for (Nd4jPlace place : backwards) {
      place.held(seen).assign(place.patches(patches));
      addToPixels(place, seen, images);
    }
  }

  /** Adds to each pixel what its window holds; whatever windows without a pixel there hold. */
  private void addToPixels(Nd4jPlace place, INDArray added, INDArray images) {
    INDArray sum = vector(type, SUM);
    place.held(sum).assign(place.pixels(images));
    sum.addi(added);
    place.pixels(images).assign(place.held(sum));
  }

  /**
   * out = what an image has at the places of the largest. Each element of the result is subtracted
   * once, with its sign changed, from -0, and else 0 is, which keeps the sign of a zero too.
   *
   * @param direction what is taken from
   */
  void atLargest(INDArray images, INDArray direction, INDArray out) {
    INDArray numbers = largest(images);
    INDArray sum = vector(type, SUM).assign(-0.0);
    for (Nd4jPlace place : places) {
      INDArray there = vector(type, WORK);
      place.held(there).assign(place.pixels(direction));
      sum.subi(Nd4jOps.gate(standsAt(place, numbers), there.negi(), there));
    }
    out.assign(sum);
  }

  /** out += what windows hold, at the places of the largest. */
  void addAtLargest(INDArray images, INDArray held, INDArray out) {
    INDArray numbers = largest(images);
    for (Nd4jPlace place : backwards) {
      INDArray there = Nd4jOps.gate(standsAt(place, numbers), held, vector(type, WORK));
      addToPixels(place, there, out);
    }
  }

  private INDArray standsAt(Nd4jPlace place, INDArray numbers) {
    INDArray equal = vector(DataType.BOOL, MASK);
    Nd4jOps.exec(new ScalarEquals(numbers, equal, place.number()));
    return vector(type, MASK).assign(equal);
  }

  /**
   * Returns the number of the place where each window and channel has its first largest pixel: a
   * whole number in the images' own type, which is exact up to windows of 4,096 x 4,096.
   */
  private INDArray largest(INDArray images) {
    INDArray keys = keys(images);
    INDArray numbers = vector(type, PLACES);
    INDArray top = vector(type, SUM).assign(Double.NEGATIVE_INFINITY);
    for (Nd4jPlace place : backwards) {
      place.held(numbers).assign(place.number()); // the first one stays
    }
    for (Nd4jPlace place : places) {
      INDArray key = vector(type, WORK).assign(Double.NEGATIVE_INFINITY);
      place.held(key).assign(place.pixels(keys));
      INDArray greater = vector(DataType.BOOL, MASK);
      Nd4jOps.exec(new GreaterThan(key, top, greater));
      Nd4jOps.binary("maximum", top, key, top);
      // Numbers are few and finite: a product with 0 or 1 chooses among them.
      INDArray chosen = vector(type, MASK).assign(greater);
      numbers.addi(numbers.rsubi(place.number(), key).muli(chosen));
    }
    return numbers;
  }

  /**
   * The images, but infinity for a NaN, so that comparisons find it, and the largest finite number
   * for infinity.
   */
  private INDArray keys(INDArray images) {
    INDArray keys = scratch.vector(type, (int) images.length(), KEYS);
    double most = type == DataType.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
    Nd4jOps.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(images)
            .addOutputs(keys)
            .addFloatingPointArguments(Double.NEGATIVE_INFINITY, most)
            .build());
    Nd4jOps.exec(new ReplaceNans(keys, keys, Float.POSITIVE_INFINITY));
    return keys;
  }

  /** out = the mean of each window and channel, of doubles. */
  void means(INDArray images, INDArray out) {
    INDArray sum = vector(DataType.DOUBLE, SUM).assign(0);
    for (Nd4jPlace place : places) {
      INDArray there = vector(DataType.DOUBLE, WORK).assign(0);
      place.held(there).assign(place.pixels(images));
      sum.addi(there);
    }
    out.assign(sum.divi(windows.area()));
  }

  /** images += the mean's share of what windows hold. */
  void addMeans(INDArray held, INDArray images) {
    INDArray share = held.muli(1d / windows.area(), vector(type, WORK));
    for (Nd4jPlace place : backwards) {
      addToPixels(place, share, images);
    }
  }

  private INDArray vector(DataType elements, int slot) {
    return scratch.vector(elements, held, slot);
  }
}
