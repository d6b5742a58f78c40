package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;

/** The work of a {@link WayBack}. Every history restores the same bits. */
interface History {

  /** Sees the states before step {@code step} is taken. */
  void record(int step, List<GroupState> states);

  /**
   * Brings the positions back to what they were before {@code step}. States are modified.
   *
   * @param weights the positions rounded, one tensor a group. Overwritten.
   */
  void restorePositions(int step, List<GroupState> states, List<Tensor> weights);

  /**
   * Brings the moments back to what they were before {@code step}. States are modified.
   *
   * @param gradient that the step used, one tensor a group
   */
  void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient);

  /**
   * Takes what is kept beside the states, and where this reads prepares them to be read.
   *
   * @param states of the run
   */
  void archive(Archive archive, List<GroupState> states);

  /** Returns the number of whole states kept at this moment. */
  int states();
}
