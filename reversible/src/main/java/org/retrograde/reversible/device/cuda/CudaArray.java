package org.retrograde.reversible.device.cuda;

import org.jspecify.annotations.Nullable;

/**
 * An array on the card. Different arrays never overlap, so no two operations meet in memory but in
 * an array that both name.
 *
 * <p>The memory is given back once the collector finds this object unreachable; calls that wait to
 * be done keep it reachable. Which queue wrote last, and in which of its batches, is noted here, so
 * that another thread's queue can wait for it.
 */
final class CudaArray {

  /** Who writes arrays, batch by batch. */
  interface Writer {

    /** Makes sure that one of its batches is done. */
    void complete(long batch);
  }

  private final long address;
  private final long bytes;
  private final boolean moves;
  private volatile @Nullable Writer writer;
  private volatile long batch;

  /**
   * Makes an array.
   *
   * @param bytes a multiple of 512
   * @param moves whether every step of a run has another one in its place, as with spilled words
   */
  CudaArray(long address, long bytes, boolean moves) {
    this.address = address;
    this.bytes = bytes;
    this.moves = moves;
  }

  /** Returns an array that stands for any, for kernels to be written around. */
  static CudaArray nowhere() {
    return new CudaArray(0, 0, false);
  }

  long address() {
    return address;
  }

  long bytes() {
    return bytes;
  }

  boolean moves() {
    return moves;
  }

  /** Notes that a batch of {@code by} writes this array. */
  void writtenBy(Writer by, long number) {
    batch = number;
    writer = by;
  }

  /** Makes sure that what others than {@code reader} have written here is there. */
  void awaitOthers(Writer reader) {
    Writer other = writer;
    if (other != null && other != reader) {
      other.complete(batch);
    }
  }
}
