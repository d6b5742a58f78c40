package org.retrograde.hypergrad.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.SweepObserver;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;

/**
 * Measures the memory of a reverse sweep: live heap after a collection, native memory of the device
 * and the spill file, at a few steps of the way back, less what there was before.
 */
public final class MemoryProbe implements SweepObserver {

  private static final int LOOKS = 6;
  private static final int COLLECTIONS = 5;

  private final Device device;
  private final long before;
  private final int stride;
  private int mostStates = -1;
  private long peak;

  private MemoryProbe(Device device, int steps) {
    this.device = device;
    this.stride = Math.max(1, steps / LOOKS);
    this.before = live();
  }

  /** Returns the most bytes that differentiating a run took. */
  public static long peak(TrainingRun run, Strategy strategy) {
    int steps = run.settings().coefficients().steps();
    MemoryProbe probe = new MemoryProbe(run.device(), steps - run.firstStep());
    strategy.differentiate(run, probe);
    return probe.peak;
  }

  @Override
  public void beforeStepBack(int step, int keptStates, long fileBytes) {
    // Where the sweep begins, where more states are kept than ever, and now and then between.
    if (keptStates > mostStates || step % stride == 0) {
      mostStates = Math.max(mostStates, keptStates);
      peak = Math.max(peak, live() + fileBytes - before);
    }
  }

  /**
   * Collects until that frees nothing more: native memory is given back by a thread that learns of
   * a collection only after it.
   */
  private long live() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
      long now = memory.getHeapMemoryUsage().getUsed() + device.nativeBytes();
      if (now > least - least / 1000) {
        return Math.min(now, least);
      }
      least = now;
    }
    return least;
  }
}
