package org.retrograde.reversible.exact;

/**
 * Memory of an information buffer, in bits.
 *
 * @param accounted spilled words plus log2 of the bound of the heads
 * @param allocated all that is kept for it: heads, words, the log of decays, spare capacity
 * @param entropyLimit what the decays discarded, the least that any exact method must keep
 */
public record MemoryBits(double accounted, double allocated, double entropyLimit) {

  /** No memory. */
  public static final MemoryBits ZERO = new MemoryBits(0, 0, 0);

  /** Returns the sum. */
  public MemoryBits plus(MemoryBits other) {
    return new MemoryBits(
        accounted + other.accounted,
        allocated + other.allocated,
        entropyLimit + other.entropyLimit);
  }
}
