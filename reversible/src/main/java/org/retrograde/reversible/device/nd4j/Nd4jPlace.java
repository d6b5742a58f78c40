package org.retrograde.reversible.device.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.retrograde.reversible.device.Windows;

/**
 * One place in all windows at once: of those windows that have a pixel there, and not the edge.
 *
 * <p>No pixel is at one place of two windows. The views here pair each with its window, so that
 * kernels go place by place, and an operation of ND4J does one for all windows.
 *
 * @param windows how they slide
 * @param images how many there are
 * @param channels of an image
 * @param number of the place, line by line
 * @param down the windows from top to bottom that have a pixel there
 * @param across those from left to right
 */
record Nd4jPlace(Windows windows, int images, int channels, int number, Range down, Range across) {

  /** So many windows from a first one. */
  record Range(int first, int count) {

    /**
     * Those in a line.
     *
     * @param length of a side of the image
     * @param offset of the place in the window
     * @param most windows there are
     */
    static Range of(Windows w, int length, int offset, int most) {
      int first = Math.max(0, -Math.floorDiv(offset - w.padding(), w.stride()));
      int last = Math.min(most - 1, Math.floorDiv(length - 1 + w.padding() - offset, w.stride()));
      return new Range(first, last - first + 1);
    }

    /** The pixel that the first has there. */
    int pixel(Windows w, int offset) {
      return first * w.stride() - w.padding() + offset;
    }
  }

  /** Returns the places that any window has a pixel at, in their order. */
  static List<Nd4jPlace> all(Windows w, int images, int channels) {
    List<Nd4jPlace> places = new ArrayList<>();
    for (int number = 0; number < w.area(); number++) {
      Range down = Range.of(w, w.height(), number / w.size(), w.outHeight());
      Range across = Range.of(w, w.width(), number % w.size(), w.outWidth());
      if (down.count > 0 && across.count > 0) {
        places.add(new Nd4jPlace(w, images, channels, number, down, across));
      }
    }
    return places;
  }

  private long[] shape() {
    return new long[] {images, down.count, across.count, channels};
  }

  /** Returns the pixels of images. */
  INDArray pixels(INDArray flat) {
    int y = down.pixel(windows, number / windows.size());
    int x = across.pixel(windows, number % windows.size());
    long line = (long) windows.width() * channels;
    long step = windows.stride();
    return Nd4jMemory.view(
        flat,
        y * line + (long) x * channels,
        shape(),
        new long[] {windows.height() * line, step * line, step * channels, 1});
  }

  /** Returns the windows of what has one number a window and channel. */
  INDArray held(INDArray flat) {
    return ofWindows(flat, 0, channels);
  }

  /** Returns the place of what has a whole window a row. */
  INDArray patches(INDArray flat) {
    return ofWindows(flat, number * channels, (long) windows.area() * channels);
  }

  private INDArray ofWindows(INDArray flat, int start, long each) {
    long line = windows.outWidth() * each;
    return Nd4jMemory.view(
        flat,
        start + down.first * line + across.first * each,
        shape(),
        new long[] {windows.outHeight() * line, line, each, 1});
  }
}
