package org.retrograde.reversible.device.cuda;

/**
 * One small kernel at the start: refuses a compiler whose arithmetic is not the one that bits need.
 */
final class CudaSelfTest {

  private static final double A = 1 + 0x1p-30;
  private static final double B = 1 - 0x1p-30;
  private static final double C = -1;
  private static final float TINY = 0x1p-126f;
  private static final long FACTOR = 0x123456789ABCDEFL;

  private CudaSelfTest() {}

  static void run(CudaQueues queues) {
    CudaArray lanes = queues.zeros(2 * Long.BYTES, false);
    CudaArray reals = queues.zeros(4 * Double.BYTES, false);
    CudaQueue queue = queues.own();
    queue.put(
        new Call(Operations.SELF_TEST, 1, 1)
            .with(A, B, C)
            .with((double) TINY)
            .with(lanes)
            .with(reals));
    long[] integers = new long[2];
    double[] numbers = new double[4];
    queue.download(lanes, 2, Long.BYTES, (from, at, count) -> from.get(0, integers, at, count));
    queue.download(reals, 4, Double.BYTES, (from, at, count) -> from.get(0, numbers, at, count));
    require(numbers[0] == A * B + C, "products and sums are contracted");
    require(numbers[1] == TINY * 0.5f, "subnormal numbers are flushed");
    require(
        numbers[2] == Math.sqrt(A) && numbers[3] == A / B,
        "roots or quotients are not rounded to nearest");
    require(
        integers[0] == 1 && integers[1] == Math.multiplyHigh(FACTOR, -FACTOR),
        "integers are wrong");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CudaException("the kernels as compiled here cannot be used: " + otherwise);
    }
  }
}
