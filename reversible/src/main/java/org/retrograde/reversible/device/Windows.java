package org.retrograde.reversible.device;

/**
 * Square windows that slide over images.
 *
 * <p>Images are matrices with one row a pixel, image by image, line by line, and one column a
 * channel.
 *
 * @param height of an image in pixels, at least 1
 * @param width of an image in pixels, at least 1
 * @param size of a window's side, at least 1
 * @param stride from one window to the next, at least 1
 * @param padding pixels that are added around an image, of zeros, in [0, size)
 */
public record Windows(int height, int width, int size, int stride, int padding) {

  /** Checks the ranges. */
  public Windows {
    if (height < 1 || width < 1 || size < 1 || stride < 1 || padding < 0 || padding >= size) {
      throw new IllegalArgumentException(
          ("images must be at least [1, 1], windows and strides at least 1, a padding at least 0"
                  + " and less than the window, got [%d, %d], %d, %d and %d")
              .formatted(height, width, size, stride, padding));
    }
    if (height + 2 * padding < size || width + 2 * padding < size) {
      throw new IllegalArgumentException(
          "a window of %d does not fit an image of [%d, %d] with a padding of %d"
              .formatted(size, height, width, padding));
    }
  }

  /** Returns the windows from top to bottom. */
  public int outHeight() {
    return (height + 2 * padding - size) / stride + 1;
  }

  /** Returns the windows from left to right. */
  public int outWidth() {
    return (width + 2 * padding - size) / stride + 1;
  }

  /** Returns the pixels of a window. */
  public int area() {
    return size * size;
  }

  /** Returns the pixels of an image. */
  public int pixels() {
    return height * width;
  }

  /** Returns the windows of an image. */
  public int count() {
    return outHeight() * outWidth();
  }

  /**
   * Requires images and what is made of their windows to fit.
   *
   * @param images [images * pixels, channels]
   * @param made [images * windows, channels * each]
   * @param each columns that a channel has there
   * @throws IllegalArgumentException if they do not
   */
  public void require(Extent images, Extent made, int each) {
    if (images.rows() % pixels() != 0
        || made.rows() != images.rows() / pixels() * count()
        || made.cols() != images.cols() * each) {
      throw new IllegalArgumentException(
          "windows %s over a [%d, %d] do not make a [%d, %d]"
              .formatted(this, images.rows(), images.cols(), made.rows(), made.cols()));
    }
  }
}
