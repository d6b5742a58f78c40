package org.retrograde.hypergrad.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.SweepObserver;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;

/**
 * Measures the memory of a reverse sweep where its arrays are, and the spill file, at a few steps
 * of the way back, less what there was before. Arrays are on a card, or in the computer's memory:
 * live heap after a collection, and what is outside of it.
 */
public final class MemoryProbe implements SweepObserver {

  private static final int LOOKS = 6;
  private static final int COLLECTIONS = 6;

  /** Collections in vain after which there is nothing left, where memory is outside the heap. */
  private static final int IDLE = 2;

  /** As long as a thread that gives memory back may wait for its turn on a machine at work. */
  private static final int PAUSE_MILLIS = 50;

  private final Device device;
  private final int stride;
  private final long before;
  private int mostStates = -1;
  private long peak = Long.MIN_VALUE;
  private long peakInMemory = Long.MIN_VALUE;
  private long peakInFile;
  private long nanos;

  /**
   * Makes a probe of one sweep.
   *
   * @param run that will be differentiated
   * @param before bytes that are not the sweep's, from {@link #live}
   */
  MemoryProbe(TrainingRun run, long before) {
    int steps = run.settings().coefficients().steps() - run.firstStep();
    this.device = run.device();
    this.stride = Math.max(1, steps / LOOKS);
    this.before = before;
  }

  /** Returns the most bytes that differentiating a run took. */
  public static long peak(TrainingRun run, Strategy strategy) {
    MemoryProbe probe = new MemoryProbe(run, live(run.device()));
    strategy.differentiate(run, probe);
    probe.seeAfter();
    return probe.peak;
  }

  /**
   * Looks once more when the sweep is done. What there was before it and is gone by now, such as
   * what a library had kept of its last operations, was not there at the looks either.
   */
  void seeAfter() {
    long gone = Math.max(0, before - live(device));
    peak += gone;
    peakInMemory += gone;
  }

  @Override
  public void beforeStepBack(int step, int keptStates, long fileBytes) {
    // Where the sweep begins, where more states are kept than ever, and now and then between.
    if (keptStates > mostStates || step % stride == 0) {
      long start = System.nanoTime();
      mostStates = Math.max(mostStates, keptStates);
      long inMemory = live(device) - before;
      peak = Math.max(peak, inMemory + fileBytes);
      peakInMemory = Math.max(peakInMemory, inMemory);
      peakInFile = Math.max(peakInFile, fileBytes);
      nanos += System.nanoTime() - start;
    }
  }

  /** Returns the most bytes in memory at a look. */
  long peakInMemory() {
    return peakInMemory;
  }

  /** Returns the most bytes in the spill file at a look. */
  long peakInFile() {
    return peakInFile;
  }

  /** Returns the time that looking took. */
  long nanos() {
    return nanos;
  }

  /**
   * Returns the bytes in use where the device's arrays are, all work done that was given to it.
   * Collects until that frees nothing more, with pauses: memory outside the heap is given back by
   * threads that learn of a collection only after it.
   */
  static long live(Device device) {
    device.settle(); // what waits to be done holds its arrays
    boolean isOnCard = device.hasOwnMemory();
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long heap = Long.MAX_VALUE;
    long outside = device.nativeBytes();
    int idle = 0;
    for (int i = 0; i < COLLECTIONS && idle < (outside == 0 ? 1 : IDLE); i++) {
      memory.gc();
      if (outside != 0) {
        pause();
      }
      long heapNow = isOnCard ? 0 : heapAfterCollection();
      long outsideNow = device.nativeBytes();
      idle = fell(heap, heapNow) || fell(outside, outsideNow) ? 0 : idle + 1;
      heap = Math.min(heap, heapNow);
      outside = Math.min(outside, outsideNow);
    }
    return heap + outside;
  }

  /**
   * Returns what the last collection left. What is in use by now says more than that: every thread
   * that has allocated a byte since, such as those that give native memory back, has taken a buffer
   * of its own, of megabytes.
   */
  private static long heapAfterCollection() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        MemoryUsage left = pool.getCollectionUsage(); // null where a collector does not say
        bytes += (left == null ? pool.getUsage() : left).getUsed();
      }
    }
    return bytes;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean fell(long before, long now) {
    return now < before - before / 1000;
  }
}
