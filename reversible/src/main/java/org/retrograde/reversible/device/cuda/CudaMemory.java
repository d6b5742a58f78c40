package org.retrograde.reversible.device.cuda;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The card's memory, for the arrays of one device.
 *
 * <p>Every array begins at a multiple of 512 bytes, so that cuBLAS never chooses by alignment. One
 * that nobody refers to any more, calls that wait to be done included, is used again for the next
 * of its size; what is kept for that goes back to the driver when it has no more. Java's collector
 * knows nothing of the card, so it is asked to run when the card fills.
 */
final class CudaMemory {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final long GRAIN = 512;
  private static final int PATIENCE = 10;
  private static final int PAUSE_MILLIS = 20;

  private final CudaCard card;
  private final Map<Long, Deque<Long>> free = new HashMap<>();
  private final Map<Long, Long> sizes = new HashMap<>();
  private final Queue<Long> returned = new ConcurrentLinkedQueue<>();
  private long inUse;
  private long collectAt;

  CudaMemory(CudaCard card) {
    this.card = card;
    this.collectAt = card.totalBytes() / 4 * 3;
  }

  /**
   * Makes an array, its contents whatever stood there.
   *
   * @param bytes at least 1; rounded up
   * @param moves see {@link CudaArray}
   * @param settle completes the calling thread's work, so that what it holds may be collected
   * @throws CudaException if the card has no more
   */
  CudaArray allocate(long bytes, boolean moves, Runnable settle) {
    long rounded = (bytes + GRAIN - 1) / GRAIN * GRAIN;
    long address = take(rounded, settle);
    CudaArray array = new CudaArray(address, rounded, moves);
    Queue<Long> to = returned;
    // Often in another thread, so without a call of CUDA.
    array.setMemory(CLEANER.register(array, () -> to.add(address)));
    return array;
  }

  private long take(long bytes, Runnable settle) {
    long address = tryTake(bytes);
    if (address != 0 && !isFilling()) {
      return address;
    }
    if (address == 0) {
      settle.run();
    }
    for (int attempt = 0; address == 0 && attempt < PATIENCE; attempt++) {
      collect();
      address = tryTake(bytes);
    }
    if (address == 0) {
      freeKept();
      address = tryTake(bytes);
    }
    if (address == 0) {
      throw new CudaException(
          "%s has no %d bytes left: %d are in use here, %d of its %d free"
              .formatted(card.name(), bytes, bytes(), card.freeBytes(), card.totalBytes()));
    }
    if (isFilling()) {
      collect();
      expectMore();
    }
    return address;
  }

  private synchronized boolean isFilling() {
    return inUse > collectAt;
  }

  /** Lets use grow by a twentieth of the card before the collector is asked again. */
  private synchronized void expectMore() {
    long total = card.totalBytes();
    collectAt = Math.max(total / 4 * 3, inUse + total / 20);
  }

  private void collect() {
    System.gc();
    try {
      Thread.sleep(PAUSE_MILLIS); // the cleaner has a thread of its own
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    takeReturned();
  }

  /** Returns an address, or 0. */
  private synchronized long tryTake(long bytes) {
    takeReturned();
    Deque<Long> kept = free.get(bytes);
    Long known = kept == null ? null : kept.poll();
    if (known != null) {
      inUse += bytes;
      return known;
    }
    card.enter();
    long[] made = new long[1];
    int result = card.driver().cuMemAlloc_v2(made, bytes);
    if (result == CudaCard.OUT_OF_MEMORY) {
      return 0;
    }
    card.check("cuMemAlloc of %d bytes".formatted(bytes), result);
    sizes.put(made[0], bytes);
    inUse += bytes;
    return made[0];
  }

  private synchronized void takeReturned() {
    for (Long address = returned.poll(); address != null; address = returned.poll()) {
      Long bytes = sizes.get(address);
      if (bytes != null) {
        inUse -= bytes;
        free.computeIfAbsent(bytes, size -> new ArrayDeque<>()).push(address);
      }
    }
  }

  private synchronized void freeKept() {
    card.enter();
    List<Long> all = new ArrayList<>();
    free.values().forEach(all::addAll);
    free.clear();
    for (long address : all) {
      sizes.remove(address);
      card.exclusively(() -> card.check("cuMemFree", card.driver().cuMemFree_v2(address)));
    }
  }

  /** Returns the bytes in use. */
  synchronized long bytes() {
    takeReturned();
    return inUse;
  }

  /**
   * Returns the bytes that arrays may yet take: those free on the card and those kept for reuse.
   */
  synchronized long available() {
    takeReturned();
    long kept = 0;
    for (Map.Entry<Long, Deque<Long>> size : free.entrySet()) {
      kept += size.getKey() * size.getValue().size();
    }
    return card.freeBytes() + kept;
  }

  /** Gives everything back; nothing may be in flight. */
  synchronized void close() {
    card.enter();
    for (long address : sizes.keySet()) {
      card.exclusively(() -> card.check("cuMemFree", card.driver().cuMemFree_v2(address)));
    }
    sizes.clear();
    free.clear();
  }
}
