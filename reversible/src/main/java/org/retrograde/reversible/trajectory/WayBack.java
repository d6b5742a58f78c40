package org.retrograde.reversible.trajectory;

import org.retrograde.reversible.exact.SpillSpace;

/** What a run keeps on its way forward in order to go back. All lead back through the same bits. */
public sealed interface WayBack {

  /** Returns the step down to which the run can go back. */
  int firstStep();

  /** Nothing: the run only goes forward. */
  record None() implements WayBack {

    @Override
    public int firstStep() {
      return Integer.MAX_VALUE;
    }
  }

  /**
   * The digits that decays discard; every step is undone.
   *
   * @param space where spilled words go; whoever made it closes it
   * @param firstStep the step down to which the run can go back, at least 0
   */
  record Undo(SpillSpace space, int firstStep) implements WayBack {

    /** Checks the range. */
    public Undo {
      requireStep(firstStep);
    }

    /** A way back to the start, with everything in memory. */
    public static Undo toTheStart() {
      return new Undo(SpillSpace.inMemory(), 0);
    }
  }

  /**
   * Whole states, in a tree of {@code arity} branches; the steps between two of them are taken
   * again. With an arity of T all states are kept, with sqrt(T) every sqrt(T)-th and those of one
   * segment, with a small one O(arity log T) of them.
   *
   * @param arity at least 2
   * @param firstStep the step down to which the run can go back, at least 0
   */
  record Checkpoints(int arity, int firstStep) implements WayBack {

    /** Checks the ranges. */
    public Checkpoints {
      requireStep(firstStep);
      if (arity < 2) {
        throw new IllegalArgumentException("arity must be at least 2, got " + arity);
      }
    }
  }

  private static void requireStep(int firstStep) {
    if (firstStep < 0) {
      throw new IllegalArgumentException("firstStep must be at least 0, got " + firstStep);
    }
  }
}
