package org.retrograde.reversible.device.cuda;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import jnr.ffi.Pointer;

/**
 * The only way between Java's arrays and the card's, which it counts: by one pinned buffer, since
 * the driver must see no memory that a collector may move. One thread at a time.
 */
final class Staging {

  private static final int BYTES = 8 << 20;

  private final CudaCard card;
  private final Pointer buffer;
  private final AtomicLong transfers = new AtomicLong();

  Staging(CudaCard card) {
    this.card = card;
    card.enter();
    long[] address = new long[1];
    card.check("cuMemAllocHost", card.driver().cuMemAllocHost_v2(address, BYTES));
    this.buffer = NativeBlock.at(address[0], BYTES);
  }

  /** Copies some elements between a Java array and the buffer. */
  interface Part {
    /**
     * Copies.
     *
     * @param from first element
     */
    void copy(Pointer buffer, int from, int count);
  }

  /**
   * Elements of an array on the card that follow each other.
   *
   * @param width bytes of each
   */
  record Elements(int first, int count, int width) {}

  /**
   * Copies to the card and waits.
   *
   * @param part is asked for elements from 0 on, whichever come first on the card
   */
  synchronized void upload(CudaStream stream, CudaArray to, Elements elements, Part part) {
    transfers.incrementAndGet();
    int width = elements.width();
    int most = BYTES / width;
    for (int at = 0; at < elements.count(); at += most) {
      int count = Math.min(most, elements.count() - at);
      part.copy(buffer, at, count);
      long address = to.address() + (long) width * (elements.first() + at);
      long bytes = (long) width * count;
      card.check(
          "cuMemcpyHtoDAsync",
          card.driver().cuMemcpyHtoDAsync_v2(address, buffer.address(), bytes, stream.handle()));
      stream.await();
    }
  }

  /**
   * Copies from the card.
   *
   * @param length elements
   * @param width bytes of each
   */
  synchronized void download(CudaStream stream, CudaArray from, int length, int width, Part part) {
    transfers.incrementAndGet();
    int most = BYTES / width;
    try {
      for (int at = 0; at < length; at += most) {
        int count = Math.min(most, length - at);
        long address = from.address() + (long) width * at;
        long bytes = (long) width * count;
        card.check(
            "cuMemcpyDtoHAsync",
            card.driver().cuMemcpyDtoHAsync_v2(buffer.address(), address, bytes, stream.handle()));
        stream.await();
        part.copy(buffer, at, count);
      }
    } finally {
      Reference.reachabilityFence(from);
    }
  }

  /** Returns how many arrays were copied, either way. */
  long transfers() {
    return transfers.get();
  }

  synchronized void close() {
    card.enter();
    card.check("cuMemFreeHost", card.driver().cuMemFreeHost(buffer.address()));
  }
}
