package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.optimizer.GroupState;

/**
 * The whole state of a run before one of its steps, integers and heads, from which the steps after
 * it follow to the bit.
 *
 * @param step that comes next
 * @param states copies on the device, one a group
 */
public record Checkpoint(int step, List<GroupState.Snapshot> states) {

  /** Copies the list. */
  public Checkpoint {
    states = List.copyOf(states);
  }

  /** Copies the states before {@code step}. */
  static Checkpoint of(int step, List<GroupState> states, Device device) {
    return new Checkpoint(step, states.stream().map(state -> state.snapshot(device)).toList());
  }

  /** Makes states those of this checkpoint. */
  void restore(List<GroupState> to) {
    for (int g = 0; g < to.size(); g++) {
      to.get(g).restorePosition(states.get(g));
      to.get(g).restoreMoments(states.get(g));
    }
  }
}
