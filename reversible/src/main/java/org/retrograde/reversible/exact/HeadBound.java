package org.retrograde.reversible.exact;

/**
 * B, the bound that every head of an information buffer is below: what decides when they spill. It
 * depends on the ratios alone, so the memory of decays by coefficients can be told before a run.
 */
public final class HeadBound {

  /** Bits of the words that heads spill. */
  public static final int WORD_BITS = 16;

  private static final int HEAD_BITS = 62;

  private long value = 1;

  /** Returns B, in [1, 2^62]. */
  public long value() {
    return value;
  }

  void restore(long bound) {
    value = bound;
  }

  /**
   * Takes one decay: while B 2^k &gt; 2^62, B becomes ceil(B / 2^16); then ceil(B 2^k / n).
   *
   * @return how many times every head spills a word before the decay, at most 2
   */
  public int grow(Ratio ratio) {
    int spills = 0;
    while (value > 1L << (HEAD_BITS - ratio.bits())) {
      value = ceilDiv(value, 1L << WORD_BITS);
      spills++;
    }
    value = ceilDiv(value << ratio.bits(), ratio.numerator());
    return spills;
  }

  private static long ceilDiv(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }
}
