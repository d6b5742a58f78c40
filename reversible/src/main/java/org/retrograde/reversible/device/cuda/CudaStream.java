package org.retrograde.reversible.device.cuda;

import java.util.concurrent.atomic.AtomicLong;

/** A stream of the driver: what is put into it is done in order. */
final class CudaStream {

  private static final int NON_BLOCKING = 1;

  private final CudaCard card;
  private final int mostBlocks;
  private final long handle;
  private final AtomicLong launches = new AtomicLong();
  private final AtomicLong waits = new AtomicLong();

  CudaStream(CudaCard card) {
    this.card = card;
    this.mostBlocks = Math.max(1, card.threads() / LaunchBlock.THREADS);
    card.enter();
    long[] made = new long[1];
    card.check("cuStreamCreate", card.driver().cuStreamCreate(made, NON_BLOCKING));
    this.handle = made[0];
  }

  CudaCard card() {
    return card;
  }

  long handle() {
    return handle;
  }

  /** Returns how many blocks run at a time; a launch with more gains nothing. */
  int mostBlocks() {
    return mostBlocks;
  }

  /** Waits for all that was put into it. */
  void await() {
    waits.incrementAndGet();
    card.check("cuStreamSynchronize", card.driver().cuStreamSynchronize(handle));
  }

  void countLaunches(int count) {
    launches.addAndGet(count);
  }

  /** Returns how many kernels, matrix products and graphs went into it. */
  long launches() {
    return launches.get();
  }

  /** Returns how often somebody waited for it. */
  long waits() {
    return waits.get();
  }

  void destroy() {
    card.check("cuStreamDestroy", card.driver().cuStreamDestroy_v2(handle));
  }
}
