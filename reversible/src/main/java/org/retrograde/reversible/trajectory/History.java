package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;

/**
 * How a run finds its way back: by undoing its steps, or by having kept its states.
 *
 * <p>Every history restores the same bits, so everything computed on the way back is the same too.
 */
public interface History {

  /** Sees the states before step {@code step} is taken. */
  void record(int step, List<GroupState> states);

  /** Brings the positions back to what they were before {@code step}. States are modified. */
  void restorePositions(int step, List<GroupState> states);

  /**
   * Brings the moments back to what they were before {@code step}. States are modified.
   *
   * @param gradient at the restored positions, one tensor a group
   */
  void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient);

  /** Returns whether going all the way back leaves every information buffer empty. */
  boolean emptiesBuffers();
}
