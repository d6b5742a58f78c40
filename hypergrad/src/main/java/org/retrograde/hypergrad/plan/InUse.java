package org.retrograde.hypergrad.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.storage.DoubleStore;

/**
 * Bytes in use.
 *
 * @param memory where a device's arrays are: on a card, or live heap and what is outside of it
 * @param files of long arrays, see {@link DoubleStore}
 */
record InUse(long memory, long files) {

  private static final int COLLECTIONS = 6;

  /** Collections in vain after which there is nothing left, where memory is outside the heap. */
  private static final int IDLE = 2;

  /** As long as a thread that gives memory back may wait for its turn on a machine at work. */
  private static final int PAUSE_MILLIS = 50;

  /**
   * Looks, all work done that was given to the device. One collection frees all of the heap that
   * can be freed. Where there is more than the heap, collects until that frees nothing more, with
   * pauses: memory outside of it is given back by threads that learn of a collection only after it.
   */
  static InUse of(Device device) {
    device.settle(); // what waits to be done holds its arrays
    boolean isOnCard = device.hasOwnMemory();
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long heap = Long.MAX_VALUE;
    long outside = device.nativeBytes();
    long files = DoubleStore.bytesInFiles();
    boolean isHeapAll = outside == 0 && files == 0;
    int idle = 0;
    for (int i = 0; i < (isHeapAll ? 1 : COLLECTIONS) && idle < IDLE; i++) {
      memory.gc();
      if (!isHeapAll) {
        pause();
      }
      long heapNow = isOnCard ? 0 : heapAfterCollection();
      long outsideNow = device.nativeBytes();
      long filesNow = DoubleStore.bytesInFiles();
      boolean fell = fell(heap, heapNow) || fell(outside, outsideNow) || fell(files, filesNow);
      idle = fell ? 0 : idle + 1;
      heap = Math.min(heap, heapNow);
      outside = Math.min(outside, outsideNow);
      files = Math.min(files, filesNow);
    }
    return new InUse(heap + outside, files);
  }

  /** Returns what this is more than another. */
  InUse beyond(InUse before) {
    return new InUse(memory - before.memory, files - before.files);
  }

  /** Returns this without what is below 0. */
  InUse atLeastNothing() {
    return new InUse(Math.max(0, memory), Math.max(0, files));
  }

  /** Returns what a budget of memory has to allow: files stand beside a card's memory. */
  long within(Device device) {
    return device.hasOwnMemory() ? memory : memory + files;
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
