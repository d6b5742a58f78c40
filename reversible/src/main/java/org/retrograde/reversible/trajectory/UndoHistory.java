package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.ReversibleRule;
import org.retrograde.reversible.optimizer.Slot;

/** Goes back by undoing each step; keeps nothing but what the information buffers hold. */
final class UndoHistory implements History {

  private final Device device;
  private final List<ReversibleRule> rules;
  private final WayBack.Undo way;

  UndoHistory(Device device, List<ReversibleRule> rules, WayBack.Undo way) {
    this.device = device;
    this.rules = rules;
    this.way = way;
  }

  @Override
  public void record(int step, List<GroupState> states) {
    if (step == way.firstStep()) {
      states.forEach(state -> state.keep(way.space()));
    }
  }

  @Override
  public void restorePositions(int step, List<GroupState> states, List<Tensor> weights) {
    for (int g = 0; g < states.size(); g++) {
      int group = g;
      device.inOnePass(
          () ->
              rules
                  .get(group)
                  .undoPosition(new Slot(step, group), states.get(group), weights.get(group)));
    }
  }

  @Override
  public void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient) {
    for (int g = 0; g < states.size(); g++) {
      int group = g;
      device.inOnePass(
          () ->
              rules
                  .get(group)
                  .undoMoments(new Slot(step, group), states.get(group), gradient.get(group)));
    }
  }

  @Override
  public void archive(Archive archive, List<GroupState> states) {
    boolean keeps = states.get(0).buffer().keeps();
    if (archive.flag(keeps) && !keeps) {
      states.forEach(state -> state.keep(way.space()));
    }
  }

  @Override
  public int states() {
    return 0;
  }
}
