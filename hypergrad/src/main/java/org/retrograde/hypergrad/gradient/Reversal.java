package org.retrograde.hypergrad.gradient;

import org.retrograde.reversible.trajectory.MemoryAccount;

/**
 * What a replay showed.
 *
 * @param startHash hash of every bit of the state before the first step
 * @param endHash the same after the last step
 * @param returnedHash the same after the way back
 * @param windows how many states on the way were hashed and compared
 * @param memory of the information buffers at the end of training
 */
public record Reversal(
    long startHash, long endHash, long returnedHash, int windows, MemoryAccount memory) {

  /** Returns whether the way back ended at the bits of the start. */
  public boolean exact() {
    return startHash == returnedHash;
  }
}
