package org.retrograde.reversible.device.cuda;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The card's memory, for the arrays of one device.
 *
 * <p>Every array begins at a multiple of 512 bytes, so that cuBLAS never chooses by alignment. One
 * that nobody refers to any more, calls that wait to be done included, is used again for the next
 * of its size; what is kept for that goes back to the driver when it has no more. Java's collector
 * knows nothing of the card, so it is asked to run when the card fills.
 */
final class CudaMemory {

  private static final long GRAIN = 512;
  private static final int PATIENCE = 10;
  private static final int PAUSE_MILLIS = 20;

  private final CudaCard card;
  private final Map<Long, Deque<Long>> free = new HashMap<>();
  private final Map<Long, Use> uses = new HashMap<>();
  private final ReferenceQueue<CudaArray> collected = new ReferenceQueue<>();
  private long inUse;
  private long collectAt;

  /** Memory that an array has: the collector tells when nobody refers to the array any more. */
  private static final class Use extends PhantomReference<CudaArray> {

    private final long address;
    private final long bytes;

    Use(CudaArray array, ReferenceQueue<CudaArray> collected) {
      super(array, collected);
      this.address = array.address();
      this.bytes = array.bytes();
    }
  }

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
    return used(new CudaArray(take(rounded, settle), rounded, moves));
  }

  private synchronized CudaArray used(CudaArray array) {
    uses.put(array.address(), new Use(array, collected));
    return array;
  }

  /** Takes an array's memory back at once; nothing may use it any more. */
  synchronized void free(CudaArray array) {
    Use use = uses.get(array.address());
    if (use != null && use.refersTo(array)) {
      use.clear();
      takeBack(use);
    }
  }

  private void takeBack(Use use) {
    uses.remove(use.address);
    inUse -= use.bytes;
    free.computeIfAbsent(use.bytes, size -> new ArrayDeque<>()).push(use.address);
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
      Thread.sleep(PAUSE_MILLIS); // what is collected is told by a thread of the virtual machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    takeCollected();
  }

  /** Returns an address, or 0. */
  private synchronized long tryTake(long bytes) {
    takeCollected();
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
    inUse += bytes;
    return made[0];
  }

  private synchronized void takeCollected() {
    for (Object use = collected.poll(); use != null; use = collected.poll()) {
      if (uses.containsKey(((Use) use).address)) { // else the device has been closed
        takeBack((Use) use);
      }
    }
  }

  private synchronized void freeKept() {
    card.enter();
    List<Long> kept = new ArrayList<>();
    free.values().forEach(kept::addAll);
    free.clear(); // first: what fails to be given back must not be given out
    kept.forEach(this::giveBack);
  }

  private void giveBack(long address) {
    card.exclusively(() -> card.check("cuMemFree", card.driver().cuMemFree_v2(address)));
  }

  /** Returns the bytes in use. */
  synchronized long bytes() {
    takeCollected();
    return inUse;
  }

  /**
   * Returns the bytes that arrays may yet take: those free on the card and those kept for reuse.
   */
  synchronized long available() {
    takeCollected();
    long kept = 0;
    for (Map.Entry<Long, Deque<Long>> size : free.entrySet()) {
      kept += size.getKey() * size.getValue().size();
    }
    return card.freeBytes() + kept;
  }

  /** Gives everything back; nothing may be in flight. */
  synchronized void close() {
    takeCollected();
    freeKept();
    List<Long> addresses = List.copyOf(uses.keySet());
    uses.clear();
    inUse = 0;
    addresses.forEach(this::giveBack);
  }
}
