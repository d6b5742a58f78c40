package org.retrograde.hypergrad.gradient;

import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.storage.DoubleSeries;
import org.retrograde.reversible.storage.DoubleStore;
import org.retrograde.reversible.trajectory.Checkpoint;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.WayBack;

/**
 * A run that is trained step by step and can be brought back to where it was, to train from there
 * in another way. What follows a restored state has the bits of a run that never left it: the state
 * is kept whole, and the batch of a step depends on its number alone.
 *
 * <p>Learning rates of steps to come may be changed at any time in the settings of the run.
 */
public final class RestorableRun {

  private final Objective loss;
  private final Trajectory trajectory;
  private final DoubleStore losses;

  /**
   * Begins at step 0 of a run.
   *
   * @throws IllegalArgumentException if it is judged by an average, which would have to go back too
   */
  public RestorableRun(TrainingRun run) {
    if (!run.options().average().equals(new LastIterate())) {
      throw new IllegalArgumentException(
          ("a run that is brought back is judged by its last weights, got %s; take options"
                  + " without an average")
              .formatted(run.options().average()));
    }
    this.loss = run.preparedObjective();
    this.trajectory = run.start(loss, new WayBack.None());
    this.losses = new DoubleStore(trajectory.steps());
  }

  /** Returns the number of the next step. */
  public int step() {
    return trajectory.step();
  }

  /** Returns the number of steps of the whole run. */
  public int steps() {
    return trajectory.steps();
  }

  /**
   * Takes a step.
   *
   * @return the training loss before it
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers;
   *     it can still be restored
   */
  public double forward() {
    double before = trajectory.forward();
    losses.set(trajectory.step() - 1, before);
    return before;
  }

  /**
   * Returns the final loss of the weights as they are, finite or not; those of Schedule-Free SGD
   * are the mean only after the last step of the run.
   */
  public double finalLoss() {
    return loss.finalLoss(trajectory.weights());
  }

  /** Returns a copy of the state. */
  public Checkpoint checkpoint() {
    return trajectory.checkpoint();
  }

  /** Goes back, or ahead, to a checkpoint of this run whose earlier steps are those last taken. */
  public void restore(Checkpoint there) {
    trajectory.restore(there);
  }

  /** Returns the run as it is now, as if it ended here. */
  public Trained trained() {
    return new Trained(
        loss,
        DoubleSeries.of(losses).subList(0, step()),
        trajectory.weights(),
        trajectory.stateHash());
  }
}
