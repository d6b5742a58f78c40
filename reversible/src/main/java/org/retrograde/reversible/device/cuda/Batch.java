package org.retrograde.reversible.device.cuda;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Scalar;

/** Calls that were launched together, and their numbers once somebody has waited. */
final class Batch {

  /** Who launches batches and waits for them. */
  interface Launcher {

    /** Waits for a batch, and reports a fault of any before it. */
    void await(Batch wanted);

    /** Returns whether a fault waits to be reported. */
    boolean hasFault();
  }

  private final Launcher launcher;
  private volatile long @Nullable [] results;
  private List<Call> calls = List.of();
  private int slots;

  Batch(Launcher launcher) {
    this.launcher = launcher;
  }

  /** A sum of this batch, as a real number. */
  Scalar scalar(int slot) {
    return () -> Double.longBitsToDouble(result(slot));
  }

  /** Returns the bits of a sum; waits for them. */
  long result(int slot) {
    if (results == null || launcher.hasFault()) {
      launcher.await(this);
    }
    long[] known = results;
    if (known == null) {
      throw new IllegalStateException("the device was closed before its numbers were read");
    }
    return known[slot];
  }

  boolean isKnown() {
    return results != null;
  }

  /** Keeps what was launched, its arrays with it, until it is done. */
  void launched(List<Call> launched, int sums) {
    calls = launched;
    slots = sums;
  }

  /** Returns the number of its sums. */
  int slots() {
    return slots;
  }

  List<Call> calls() {
    return calls;
  }

  /** Takes the results; the calls are done and let go. */
  void finish(long[] all) {
    results = all;
    calls = List.of();
  }
}
