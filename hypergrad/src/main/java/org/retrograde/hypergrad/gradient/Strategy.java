package org.retrograde.hypergrad.gradient;

import org.retrograde.reversible.trajectory.History;
import org.retrograde.reversible.trajectory.StoredHistory;

/** How a hypergradient finds the states of the way back. All give the same bits. */
public enum Strategy {
  /** Undoes every step: the memory of one state and the information buffers. */
  REPLAY {
    @Override
    History history(TrainingRun run) {
      return run.undo();
    }
  },
  /** Keeps every state: 24 bytes a parameter and step. Checks the reversal. */
  STORED {
    @Override
    History history(TrainingRun run) {
      return new StoredHistory(run.device());
    }
  };

  abstract History history(TrainingRun run);

  /**
   * Trains, and differentiates the final loss with respect to every setting of the run.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if training or its adjoint
   *     leaves the numbers
   * @throws org.retrograde.reversible.trajectory.ReversalException if the way back differs
   */
  public Hypergradient differentiate(TrainingRun run) {
    return new ReverseSweep(run, history(run)).differentiate();
  }
}
