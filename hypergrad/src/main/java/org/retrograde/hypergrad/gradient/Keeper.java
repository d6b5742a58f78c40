package org.retrograde.hypergrad.gradient;

import java.util.function.Supplier;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ReversalException;

/** Keeps a run through the end of its process, or does not. */
interface Keeper extends AutoCloseable {

  /** A run as its keeper sees it. */
  interface Kept {

    /**
     * Returns a number that other runs hardly share; the same before the first step and after any.
     */
    long fingerprint();

    /** Takes all that the run needs to go on, between two steps. */
    void archive(Archive archive);
  }

  /** Returns where the run's spilled words go. */
  SpillSpace space();

  /** Makes a run that has not begun the one that was interrupted, if there is one. */
  void resume(Kept run);

  /** Writes a checkpoint if it is time. */
  void afterStep(Kept run);

  /** Forgets the run. */
  void ended();

  /** Closes files. What is there of a run that has not {@link #ended} stays. */
  @Override
  void close();

  /**
   * Does all of a run; what was kept of it goes, unless it ended for a reason that may not come
   * again.
   */
  default <T> T whole(Supplier<T> run) {
    try {
      T result = run.get();
      ended();
      return result;
    } catch (DivergenceException | ReversalException e) {
      ended();
      throw e;
    }
  }

  /** Keeps nothing. */
  record None(SpillSpace space) implements Keeper {

    @Override
    public void resume(Kept run) {}

    @Override
    public void afterStep(Kept run) {}

    @Override
    public void ended() {}

    @Override
    public void close() {
      space.close();
    }
  }
}
