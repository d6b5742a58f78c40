package org.retrograde.reversible.trajectory;

import org.retrograde.reversible.exact.MemoryBits;

/**
 * What it costs to be able to go back.
 *
 * @param parameters number of parameters
 * @param steps taken so far that the run can go back
 * @param bits of all information buffers
 */
public record MemoryAccount(long parameters, int steps, MemoryBits bits) {

  /** Returns spilled words and log2 of the bounds, in bits a parameter and step. */
  public double accounted() {
    return bits.accounted() / parameters / steps;
  }

  /** Returns everything allocated for the buffers, in bits a parameter and step. */
  public double allocated() {
    return bits.allocated() / parameters / steps;
  }

  /** Returns what the decays discarded, in bits a parameter and step. */
  public double entropyLimit() {
    return bits.entropyLimit() / parameters / steps;
  }
}
