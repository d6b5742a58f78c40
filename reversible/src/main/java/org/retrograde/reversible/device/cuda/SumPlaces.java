package org.retrograde.reversible.device.cuda;

/**
 * Where the sums of a launch keep their parts and count their blocks, one place after the other,
 * and where results go.
 */
final class SumPlaces {

  /** Words of a sum's arguments: its parts, its counter, its result. */
  static final int WORDS = 3;

  /** The most sums of one launch. */
  static final int MOST = 128;

  private static final int MOST_PARTS = 1024; // as in kernels.cu
  private static final int ELEMENTS_A_PART = 1024;

  private final long parts;
  private final long counters;
  private final long results;
  private int used;

  /**
   * Makes places.
   *
   * @param scratch address of {@link #SCRATCH_BYTES}, the counters at its end zero
   * @param results address of the slots
   */
  SumPlaces(long scratch, long results) {
    this.parts = scratch;
    this.counters = scratch + (long) MOST * MOST_PARTS * Long.BYTES;
    this.results = results;
  }

  /** Bytes of scratch that all launches of a stream share. */
  static final long SCRATCH_BYTES = (long) MOST * (MOST_PARTS + 1) * Long.BYTES;

  /** Returns the number of parts of a sum over n elements, which its bits depend on. */
  static long parts(long n) {
    return Math.max(1, Math.min((n + ELEMENTS_A_PART - 1) / ELEMENTS_A_PART, MOST_PARTS));
  }

  /** Begins another launch. */
  void restart() {
    used = 0;
  }

  /** Writes the arguments of the next sum and returns where they end. */
  int write(int slot, long[] target, int start) {
    target[start] = parts + (long) used * MOST_PARTS * Long.BYTES;
    target[start + 1] = counters + (long) used * Long.BYTES;
    target[start + 2] = results + (long) slot * Long.BYTES;
    used++;
    return start + WORDS;
  }
}
