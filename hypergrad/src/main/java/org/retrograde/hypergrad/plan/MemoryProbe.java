package org.retrograde.hypergrad.plan;

import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.SweepObserver;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.storage.DoubleStore;

/**
 * Measures the memory of a reverse sweep where its arrays are, and its files, at a few steps of the
 * way back, less what there was before. Arrays are on a card, or in the computer's memory: live
 * heap after a collection, and what is outside of it. Files are that of what was spilled, and those
 * that long arrays are in, see {@link DoubleStore}.
 */
public final class MemoryProbe implements SweepObserver {

  private static final int LOOKS = 6;

  private final Device device;
  private final int stride;
  private final InUse before;
  private final Clock clock;
  private int mostStates = -1;
  private long peak = Long.MIN_VALUE;
  private long peakInMemory = Long.MIN_VALUE;
  private long peakInFiles;
  private long nanos;

  /**
   * Makes a probe of one sweep.
   *
   * @param run that will be differentiated
   * @param before what is not the sweep's
   */
  MemoryProbe(TrainingRun run, InUse before) {
    this(run, before, Clock.WALL);
  }

  /** Makes one whose own time is that of a clock. */
  MemoryProbe(TrainingRun run, InUse before, Clock clock) {
    int steps = run.settings().coefficients().steps() - run.firstStep();
    this.device = run.device();
    this.stride = Math.max(1, steps / LOOKS);
    this.before = before;
    this.clock = clock;
  }

  /** Returns the most bytes that differentiating a run took. */
  public static long peak(TrainingRun run, Strategy strategy) {
    MemoryProbe probe = new MemoryProbe(run, InUse.of(run.device()));
    strategy.differentiate(run, probe);
    probe.seeAfter();
    return probe.peak;
  }

  /**
   * Looks once more when the sweep is done. What there was before it and is gone by now, such as
   * what a library had kept of its last operations, was not there at the looks either.
   */
  void seeAfter() {
    InUse gone = before.beyond(InUse.of(device)).atLeastNothing();
    peak += gone.within(device);
    peakInMemory += gone.memory();
    peakInFiles += gone.files();
  }

  @Override
  public void beforeStepBack(int step, int keptStates, long fileBytes) {
    // Where the sweep begins, where more states are kept than ever, and now and then between.
    if (keptStates > mostStates || step % stride == 0) {
      long start = clock.nanos();
      mostStates = Math.max(mostStates, keptStates);
      InUse now = InUse.of(device).beyond(before);
      peak = Math.max(peak, now.within(device) + fileBytes);
      peakInMemory = Math.max(peakInMemory, now.memory());
      peakInFiles = Math.max(peakInFiles, now.files() + fileBytes);
      nanos += clock.nanos() - start;
    }
  }

  /** Returns the most bytes in memory at a look. */
  long peakInMemory() {
    return peakInMemory;
  }

  /** Returns the most bytes in files at a look. */
  long peakInFiles() {
    return peakInFiles;
  }

  /** Returns the time that looking took. */
  long nanos() {
    return nanos;
  }
}
