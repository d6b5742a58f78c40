package org.retrograde.hypergrad.trial;

import java.util.stream.LongStream;

/** Seeds that follow from a root seed and a purpose, so that no two uses share one. */
public final class Seeds {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * Returns seed number {@code index} of a purpose: 53 bits, so that JSON keeps it exactly.
   *
   * @param root of everything
   * @param purpose any name
   * @param index from 0
   */
  public static long of(long root, String purpose, long index) {
    long z = mix(mix(root) ^ mix(purpose.hashCode())) + (index + 1) * GOLDEN;
    return mix(z) >>> 11;
  }

  /** Returns the seeds {@code from}, ..., {@code from + count - 1} of a purpose. */
  public static long[] range(long root, String purpose, long from, int count) {
    return LongStream.range(from, from + count).map(i -> of(root, purpose, i)).toArray();
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
