package org.retrograde.reversible.trajectory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.GroupState;

/**
 * Goes back by having kept every state, integers and heads, on the device: 24 bytes a parameter and
 * step with momentum. It undoes nothing, so it checks those that do.
 */
public final class StoredHistory implements History {

  private final Device device;
  private final Deque<List<Lanes>> kept = new ArrayDeque<>();

  /** Makes a history that keeps its copies on {@code device}. */
  public StoredHistory(Device device) {
    this.device = device;
  }

  @Override
  public void record(int step, List<GroupState> states) {
    List<Lanes> copies = new ArrayList<>();
    for (Lanes lanes : lanesOf(states)) {
      Lanes copy = device.lanes(lanes.length());
      copy.assign(lanes);
      copies.add(copy);
    }
    kept.push(copies);
  }

  @Override
  public void restorePositions(int step, List<GroupState> states) {
    List<Lanes> copies = kept.element();
    int i = 0;
    for (GroupState state : states) {
      state.position().lanes().assign(copies.get(i));
      i += state.lanes().size();
    }
  }

  @Override
  public void restoreMoments(int step, List<GroupState> states, List<Tensor> gradient) {
    List<Lanes> copies = kept.pop();
    List<Lanes> lanes = lanesOf(states);
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).assign(copies.get(i));
    }
  }

  @Override
  public boolean emptiesBuffers() {
    return false;
  }

  private static List<Lanes> lanesOf(List<GroupState> states) {
    return states.stream().flatMap(state -> state.lanes().stream()).toList();
  }
}
