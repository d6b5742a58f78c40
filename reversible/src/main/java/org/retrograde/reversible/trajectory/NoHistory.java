package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;

/** Keeps nothing and goes nowhere. */
final class NoHistory implements History {

  @Override
  public void record(int step, List<GroupState> states) {
    // There is no way back.
  }

  @Override
  public void restorePositions(int step, List<GroupState> states, List<Tensor> weights) {
    throw new IllegalStateException("this run kept nothing to go back with");
  }

  @Override
  public void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient) {
    restorePositions(step, states, List.of());
  }

  @Override
  public void archive(Archive archive, List<GroupState> states) {
    // There is nothing.
  }

  @Override
  public int states() {
    return 0;
  }
}
