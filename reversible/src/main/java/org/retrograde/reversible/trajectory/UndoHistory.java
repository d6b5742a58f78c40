package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.ReversibleRule;
import org.retrograde.reversible.optimizer.Slot;

/** Goes back by undoing each step; keeps nothing but what the information buffers hold. */
final class UndoHistory implements History {

  private final List<ReversibleRule> rules;
  private final WayBack.Undo way;

  UndoHistory(List<ReversibleRule> rules, WayBack.Undo way) {
    this.rules = rules;
    this.way = way;
  }

  @Override
  public void record(int step, List<GroupState> states) {
    if (step == way.firstStep()) {
      states.forEach(state -> state.buffer().keep(way.space()));
    }
  }

  @Override
  public void restorePositions(int step, List<GroupState> states, List<Tensor> weights) {
    for (int g = 0; g < states.size(); g++) {
      rules.get(g).undoPosition(new Slot(step, g), states.get(g), weights.get(g));
    }
  }

  @Override
  public void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient) {
    for (int g = 0; g < states.size(); g++) {
      rules.get(g).undoMoments(new Slot(step, g), states.get(g), gradient.get(g));
    }
  }

  @Override
  public int states() {
    return 0;
  }
}
