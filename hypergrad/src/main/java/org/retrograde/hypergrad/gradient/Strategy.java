package org.retrograde.hypergrad.gradient;

import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.WayBack;
import org.retrograde.reversible.word.Keyword;

/** How a hypergradient finds the states of the way back. All give the same bits. */
public enum Strategy implements Keyword {
  /** Undoes every step: the memory of one state and the information buffers. */
  REPLAY("undoes every step") {
    @Override
    public boolean appliesTo(Optimizer optimizer) {
      return optimizer.isReversible();
    }

    @Override
    public boolean undoes(Optimizer optimizer) {
      return true;
    }
  },
  /** Keeps every state. */
  STORED("keeps every state") {
    @Override
    public int arity(int steps) {
      return Math.max(2, steps);
    }
  },
  /** Keeps every sqrt(T)-th state, and those of one segment, which is trained again. */
  CHECKPOINTS("keeps every sqrt(T)-th state") {
    @Override
    public int arity(int steps) {
      return Math.max(2, (int) Math.ceil(Math.sqrt(steps)));
    }
  },
  /**
   * Keeps O(4 log_4 T) states in a tree and trains what is between them again, log_4 T times.
   *
   * @see <a href="https://arxiv.org/abs/2503.13751">Engstrom et al. (2025)</a>, section 3
   */
  RECURSIVE("keeps a tree of states") {
    @Override
    public int arity(int steps) {
      return 4;
    }
  },
  /**
   * Holds the linearizations of the last steps, as many as {@link TrainingOptions#heldBytes} has
   * room for, so that their gradients are not evaluated again. Undoes every step, or keeps every
   * state where the optimizer's steps cannot be undone.
   */
  KEPT("keeps what the last steps evaluated, as many as half of the memory budget holds") {
    @Override
    public boolean undoes(Optimizer optimizer) {
      return optimizer.isReversible();
    }

    @Override
    public boolean holds() {
      return true;
    }

    @Override
    public int arity(int steps) {
      return STORED.arity(steps);
    }
  };

  private final String meaning;

  Strategy(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns whether steps of an optimizer can be taken back this way. */
  public boolean appliesTo(Optimizer optimizer) {
    return true;
  }

  /**
   * Returns whether steps of an optimizer to which this applies are undone; else states are kept.
   */
  public boolean undoes(Optimizer optimizer) {
    return false;
  }

  /** Returns whether linearizations of the last steps are held. */
  public boolean holds() {
    return false;
  }

  /** Returns the branches of the tree of checkpoints over a number of steps. */
  public int arity(int steps) {
    throw new IllegalStateException(word() + " keeps no checkpoints");
  }

  /** Returns what a run keeps; words are spilled into {@code space}. */
  private WayBack wayBack(TrainingRun run, SpillSpace space) {
    int first = run.firstStep();
    int back = run.settings().coefficients().steps() - first;
    return undoes(run.optimizer())
        ? new WayBack.Undo(space, first)
        : new WayBack.Checkpoints(arity(back), first);
  }

  /**
   * Trains, and differentiates the final loss with respect to every setting of the run; from the
   * last of its {@linkplain TrainingOptions#checkpoints checkpoints} if there is one.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if training or its adjoint
   *     leaves the numbers
   * @throws org.retrograde.reversible.trajectory.ReversalException if the way back differs
   * @throws IllegalArgumentException if this strategy does not apply to the optimizer
   */
  public Hypergradient differentiate(TrainingRun run) {
    try (Keeper keeper = run.keeper(word())) {
      return differentiate(run, keeper);
    }
  }

  /** Differentiates under a keeper, which its caller closes. */
  Hypergradient differentiate(TrainingRun run, Keeper keeper) {
    return keeper.whole(() -> differentiate(run, keeper, (step, keptStates, fileBytes) -> {}));
  }

  /** Differentiates from the first step, and tells {@code observer} before each step back. */
  public Hypergradient differentiate(TrainingRun run, SweepObserver observer) {
    try (Keeper keeper = new Keeper.None(run.options().spillSpace())) {
      return differentiate(run, keeper, observer);
    }
  }

  private Hypergradient differentiate(TrainingRun run, Keeper keeper, SweepObserver observer) {
    SpillSpace space = keeper.space();
    ReverseSweep sweep =
        new ReverseSweep(run, wayBack(run, space), holds(), observer, space::fileBytes);
    return sweep.differentiate(keeper);
  }
}
