package org.retrograde.hypergrad.gradient;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.GradientFunction;

/**
 * The gradients of a run's steps, forward and back. Those of the last steps may be held on the way
 * forward, with what products with the Hessian need; all others are evaluated again.
 */
final class StepGradients implements GradientFunction {

  private static final int UNKNOWN = -1;

  private final TrainingRun run;
  private final Objective objective;
  private final boolean mayHold;
  private final Deque<Point> held = new ArrayDeque<>();
  private int firstHeld = UNKNOWN;

  /**
   * What is known of a step.
   *
   * @param linearization of its loss
   * @param gradient before it is clipped
   */
  record Point(int step, Linearization linearization, List<Tensor> gradient) {}

  /**
   * Makes the gradients of a run.
   *
   * @param objective of it, prepared
   * @param mayHold whether any are held
   */
  StepGradients(TrainingRun run, Objective objective, boolean mayHold) {
    this.run = run;
    this.objective = objective;
    this.mayHold = mayHold;
  }

  @Override
  public Scalar evaluate(int step, List<Tensor> weights, List<Tensor> gradient) {
    if (!mayHold || step < firstHeld) {
      return objective.evaluate(step, weights, gradient);
    }
    Linearization there = objective.linearize(step, weights, gradient);
    if (firstHeld == UNKNOWN) {
      HeldSteps last = HeldSteps.of(run, there.bytesToHold(), gradient);
      firstHeld = run.settings().coefficients().steps() - last.steps();
    }
    if (step >= firstHeld) {
      there.hold();
      held.push(new Point(step, there, copy(gradient)));
    }
    return there.loss();
  }

  private List<Tensor> copy(List<Tensor> gradient) {
    Device device = run.device();
    List<Tensor> copies = new ArrayList<>();
    for (Tensor original : gradient) {
      Tensor copy = device.tensor(original.rows(), original.cols());
      copy.assign(original);
      copies.add(copy);
    }
    return copies;
  }

  /**
   * Returns a step that was taken, on the way back.
   *
   * @param weights of that step, to their bits
   * @param scratch for a gradient that has to be evaluated again
   */
  Point again(int step, List<Tensor> weights, List<Tensor> scratch) {
    Point last = held.peek();
    if (last != null && last.step() == step) {
      return held.pop();
    }
    return new Point(step, objective.linearize(step, weights, scratch), scratch);
  }
}
