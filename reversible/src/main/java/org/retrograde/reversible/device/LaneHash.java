package org.retrograde.reversible.device;

/**
 * Constants of the lane hash.
 *
 * <p>The hash is linear in the lanes so that any device can compute it with wrapping
 * multiplications and one sum. A change of one lane always changes the term c_i v_i because c_i is
 * odd; the second term, over the high halves, breaks the cancellation of two changes in the top
 * bits.
 */
public final class LaneHash {

  /** Weight of the high half of each lane: the 64-bit golden ratio, which is odd. */
  public static final long HIGH_HALF = 0x9E3779B97F4A7C15L;

  /** Shifts and factors of {@link #weight}, for kernels that take many at once. */
  public static final int FIRST_SHIFT = 30;

  /** See {@link #FIRST_SHIFT}. */
  public static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;

  /** See {@link #FIRST_SHIFT}. */
  public static final int SECOND_SHIFT = 27;

  /** See {@link #FIRST_SHIFT}. */
  public static final long SECOND_FACTOR = 0x94D049BB133111EBL;

  /** See {@link #FIRST_SHIFT}. */
  public static final int LAST_SHIFT = 31;

  private LaneHash() {}

  /**
   * Returns the odd weight c_i of lane i: the finalizer of SplitMix64 (Steele, Lea and Flood,
   * 2014).
   */
  public static long weight(int i) {
    long z = (i + 1) * HIGH_HALF;
    z = (z ^ (z >>> FIRST_SHIFT)) * FIRST_FACTOR;
    z = (z ^ (z >>> SECOND_SHIFT)) * SECOND_FACTOR;
    return (z ^ (z >>> LAST_SHIFT)) | 1L;
  }

  /** Returns {@code hash} with one more value mixed in; the order of values matters. */
  public static long combine(long hash, long value) {
    long z = Long.rotateLeft(hash, 23) * HIGH_HALF + value;
    return z ^ (z >>> 29);
  }
}
