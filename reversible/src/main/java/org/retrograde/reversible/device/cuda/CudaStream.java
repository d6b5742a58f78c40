package org.retrograde.reversible.device.cuda;

/** A stream of the driver: what is put into it is done in order. */
final class CudaStream {

  private static final int NON_BLOCKING = 1;

  private final CudaCard card;
  private final int mostBlocks;
  private final long handle;
  private long launches;
  private long waits;

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
    waits++;
    card.check("cuStreamSynchronize", card.driver().cuStreamSynchronize(handle));
  }

  void countLaunches(int count) {
    launches += count;
  }

  /** Returns how many kernels, matrix products and graphs went into it. */
  long launches() {
    return launches;
  }

  /** Returns how often somebody waited for it. */
  long waits() {
    return waits;
  }

  void destroy() {
    card.check("cuStreamDestroy", card.driver().cuStreamDestroy_v2(handle));
  }
}
