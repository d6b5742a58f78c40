package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/** The training loss and its gradient at each step. */
@FunctionalInterface
public interface GradientFunction {

  /**
   * Evaluates the loss of one step.
   *
   * <p>Must return the same bits whenever it is called with the same step and weights: a run is
   * undone by evaluating it again.
   *
   * @param step t, from 0; chooses the minibatch
   * @param weights one tensor a parameter group. Not modified.
   * @param gradient one tensor a parameter group. Overwritten.
   * @return the loss, which a step reads after it has been given to the device
   */
  Scalar evaluate(int step, List<Tensor> weights, List<Tensor> gradient);
}
