package org.retrograde.hypergrad.gradient;

import java.util.List;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.Trajectory;

/**
 * Watches a training run step by step. What it is given is not to be modified, and changes with the
 * next step.
 */
public interface StepWatcher {

  /** Sees nothing. */
  StepWatcher NONE = new StepWatcher() {};

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

  /**
   * Returns what tells its archive from those of other watchers: a run that it watches is kept
   * through the end of its process, with what was seen so far. Empty if that cannot be kept.
   */
  default String keptAs() {
    return "";
  }

  /** Takes what was seen so far, between two steps. */
  default void archive(Archive archive) {}
}
