package org.retrograde.hypergrad.plan;

import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.reversible.trajectory.CheckpointTree;

/**
 * How often a hypergradient does what is timed in a {@link Calibration}.
 *
 * @param forward steps forward whose linearization is not held, those that are taken again included
 * @param held steps whose linearization is held, there and back
 * @param undone steps back by undoing them
 * @param restored steps back from a state that was kept
 * @param kept states that are kept
 */
record StepCounts(long forward, long held, long undone, long restored, long kept) {

  /** Gradient evaluations of one step back: the gradient, and a Hessian product of about two. */
  private static final int BACK_EVALUATIONS = 3;

  static StepCounts of(StateMemory memory, Strategy strategy) {
    int steps = memory.steps();
    int held = memory.held(strategy).steps();
    int back = steps - memory.run().firstStep() - held;
    if (strategy.undoes(memory.run().optimizer())) {
      return new StepCounts(steps - held, held, back, 0, 0);
    }
    CheckpointTree.Cost tree = memory.cost(strategy);
    long kept = Math.max(back + held, tree.states()) - (long) held; // every step once at least
    return new StepCounts(steps - held + tree.stepsAgain(), held, 0, back, kept);
  }

  /** Returns the gradient evaluations, a Hessian product counted as two. */
  double evaluations() {
    return forward + (double) BACK_EVALUATIONS * (held + undone + restored);
  }

  /** Returns the seconds of all. */
  double seconds(Calibration calibration) {
    return calibration.start() + calibration.finish() + ofSteps(calibration);
  }

  /** Returns the seconds without those of start and end. */
  double ofSteps(Calibration calibration) {
    return forward * calibration.step()
        + held * calibration.held()
        + undone * calibration.undo()
        + restored * calibration.restore()
        + kept * calibration.keep();
  }
}
