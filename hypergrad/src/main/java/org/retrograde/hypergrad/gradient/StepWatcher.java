package org.retrograde.hypergrad.gradient;

import java.util.List;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.Trajectory;

/**
 * Watches a training run step by step. What it is given is not to be modified, and changes with the
 * next step.
 */
public interface StepWatcher {

  /** Is called before a step. */
  default void before(Trajectory run) {}

  /**
   * Is given the gradient of a step before anything is made of it.
   *
   * @param step t, from 0
   * @param gradient of the training loss, not clipped; one tensor a parameter group
   */
  default void gradient(int step, List<Tensor> gradient) {}

  /**
   * Is called after a step.
   *
   * @param loss the training loss before it
   */
  default void after(Trajectory run, double loss) {}
}
