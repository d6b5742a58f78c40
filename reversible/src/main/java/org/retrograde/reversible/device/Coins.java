package org.retrograde.reversible.device;

/** Random bits of a place under a seed: a function, so that a replay sees the same. */
public final class Coins {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Coins() {}

  /**
   * Returns 64 random bits: the finalizer of SplitMix64 of seed + (place + 1) * golden ratio.
   *
   * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood (2014)</a>
   */
  public static long bits(long seed, long place) {
    long z = seed + (place + 1) * GOLDEN;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** Returns the bound of the upper 53 bits below which an element is kept. */
  public static long bound(double keep) {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep must be in (0, 1], got " + keep);
    }
    return (long) Math.scalb(keep, 53);
  }
}
