package org.retrograde.models.network.architecture;

/**
 * A stage of a {@link ConvNet}: a convolution, the nonlinearity and, where it is wanted, a pooling.
 *
 * @param multiple channels over the width, at least 1
 * @param kernel pixels of a kernel's side, at least 1
 * @param stride pixels from one kernel to the next, at least 1
 * @param padding zeros around an image, at least 0 and less than the kernel
 * @param pooling after the nonlinearity
 * @param poolSize pixels of a pooled window's side, at least 1
 * @param poolStride pixels from one pooled window to the next; 0 for its side, so that none overlap
 */
public record Stage(
    int multiple,
    int kernel,
    int stride,
    int padding,
    Pooling pooling,
    int poolSize,
    int poolStride) {

  private static final int MOST = 1024;
  private static final int USUAL_POOL = 2;

  /** Checks the ranges. */
  public Stage {
    require("multiple", multiple, 1, MOST);
    require("kernel", kernel, 1, MOST);
    require("stride", stride, 1, MOST);
    require("padding", padding, 0, kernel - 1);
    require("pool size", poolSize, 1, MOST);
    require("pool stride", poolStride, 0, MOST);
    if (pooling == Pooling.NONE && (poolSize != USUAL_POOL || poolStride != 0)) {
      throw new IllegalArgumentException(
          "a pool size of %d and a pool stride of %d say nothing without a pooling: say max or mean"
              .formatted(poolSize, poolStride));
    }
  }

  /** Makes one of as many channels as the width has, kernels of 3 x 3, and no pooling. */
  public Stage() {
    this(1, 3, 1, 0, Pooling.NONE, USUAL_POOL, 0);
  }

  private static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be at least %d and at most %d, got %d".formatted(what, least, most, value));
    }
  }

  /** Returns the pixels from one pooled window to the next. */
  int pooledEvery() {
    return poolStride == 0 ? poolSize : poolStride;
  }

  /** Returns the least pixels of an image's side from which so many are left. */
  long leastSide(long left) {
    long convolved = pooling == Pooling.NONE ? left : (left - 1) * pooledEvery() + poolSize;
    return Math.max(1, (convolved - 1) * stride + kernel - 2L * padding);
  }
}
