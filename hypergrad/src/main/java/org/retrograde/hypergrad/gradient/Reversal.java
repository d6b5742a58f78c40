package org.retrograde.hypergrad.gradient;

import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.trajectory.MemoryAccount;
import org.retrograde.reversible.trajectory.Trajectory;

/**
 * What a replay showed.
 *
 * @param startHash hash of every bit of the state that the way back leads to: the one before the
 *     first step, unless it was truncated
 * @param endHash the same after the last step
 * @param returnedHash the same after the way back
 * @param windows how many states on the way were hashed and compared
 * @param memory of the information buffers at the end of training; zero where states were kept
 * @param lanesUnderFloor parameters whose mean square, at the end of training, was under the floor
 *     of its arithmetic
 * @param clippedSteps steps whose gradient was clipped
 */
public record Reversal(
    long startHash,
    long endHash,
    long returnedHash,
    int windows,
    MemoryAccount memory,
    int lanesUnderFloor,
    int clippedSteps) {

  /** What is known of a run at its end, before it goes back. */
  record End(long hash, MemoryAccount memory, int lanesUnderFloor) {

    /** What an end is read into. */
    static final End BLANK = new End(0, new MemoryAccount(0, 0, MemoryBits.ZERO), 0);

    static End of(Trajectory trajectory) {
      return new End(trajectory.stateHash(), trajectory.memory(), trajectory.lanesUnderFloor());
    }

    /** Takes this, and returns it or the one that was read in its place. */
    End archived(Archive archive) {
      MemoryBits bits = memory.bits();
      return new End(
          archive.integer(hash),
          new MemoryAccount(
              archive.integer(memory.parameters()),
              archive.integer(memory.steps()),
              new MemoryBits(
                  archive.number(bits.accounted()),
                  archive.number(bits.allocated()),
                  archive.number(bits.entropyLimit()))),
          archive.integer(lanesUnderFloor));
    }
  }

  /** Reads what a trajectory shows that has gone back. */
  static Reversal of(Trajectory trajectory, End end) {
    return new Reversal(
        trajectory.firstHash(),
        end.hash(),
        trajectory.stateHash(),
        trajectory.comparedStates(),
        end.memory(),
        end.lanesUnderFloor(),
        trajectory.clip().clippedSteps());
  }

  /** Returns whether the way back ended at the bits it had to lead to. */
  public boolean exact() {
    return startHash == returnedHash;
  }
}
