package org.retrograde.reversible.device;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Actions that read {@linkplain Scalar scalars}, put off until the device has to be waited for
 * anyway. They run in the order in which they came, so sums keep their bits.
 */
public final class Deferred {

  private final Deque<Runnable> actions = new ArrayDeque<>();

  /** Puts an action off. */
  public void add(Runnable action) {
    actions.add(action);
  }

  /** Runs and forgets all actions. */
  public void run() {
    for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
      action.run();
    }
  }
}
