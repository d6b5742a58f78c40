package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.RowNumbers;

/**
 * Row numbers of a batch plan on a device: those of a window of steps, from the start, so that
 * steps within it copy nothing there. Entering another window, in either direction, replaces them.
 * The window holds at most about 2^18 numbers and 1024 steps, so memory does not depend on the
 * steps of a run. Batches in order, which an objective rarely asks for by number, come there when
 * it does. One thread may use it at a time.
 */
final class DeviceBatches {

  /** The row numbers of one window: a megabyte. */
  static final int WINDOW_NUMBERS = 1 << 18;

  private static final int MOST_STEPS = 1024;

  private final Device device;
  private final BatchPlan plan;
  private final int stepsAWindow;
  private final List<RowNumbers> present = new ArrayList<>();
  private int window = -1;

  DeviceBatches(Device device, BatchPlan plan) {
    this.device = device;
    this.plan = plan;
    this.stepsAWindow = Math.min(MOST_STEPS, Math.max(1, WINDOW_NUMBERS / plan.size()));
    if (!(plan instanceof OrderedBatches)) {
      enter(0);
    }
  }

  private void enter(int other) {
    present.clear();
    window = other;
    int first = other * stepsAWindow;
    int count = Math.min(stepsAWindow, plan.steps() - first);
    for (int i = 0; i < count; i++) {
      present.add(device.rowNumbers(plan.at(first + i)));
    }
  }

  /** Returns the rows of a step, valid until a step of another window is asked for. */
  RowNumbers at(int step) {
    if (step / stepsAWindow != window) {
      enter(step / stepsAWindow);
    }
    return present.get(step % stepsAWindow);
  }
}
