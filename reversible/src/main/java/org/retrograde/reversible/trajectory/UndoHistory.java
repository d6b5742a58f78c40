package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.ReversibleOptimizer;

/** Goes back by undoing each step; keeps nothing but what the information buffers hold. */
public final class UndoHistory implements History {

  private final ReversibleOptimizer optimizer;
  private final CoefficientTable coefficients;

  /** Makes the history of runs of {@code optimizer} with {@code coefficients}. */
  public UndoHistory(ReversibleOptimizer optimizer, CoefficientTable coefficients) {
    this.optimizer = optimizer;
    this.coefficients = coefficients;
  }

  @Override
  public void record(int step, List<GroupState> states) {
    // The buffers record.
  }

  @Override
  public void restorePositions(int step, List<GroupState> states) {
    for (int g = 0; g < states.size(); g++) {
      optimizer.undoPosition(states.get(g), coefficients.entry(step, g));
    }
  }

  @Override
  public void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient) {
    for (int g = 0; g < states.size(); g++) {
      optimizer.undoMoments(states.get(g), coefficients.entry(step, g), gradient.get(g));
    }
  }

  @Override
  public boolean emptiesBuffers() {
    return true;
  }
}
