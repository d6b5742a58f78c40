package org.retrograde.reversible.device.nd4j;

/**
 * What the arrays of one device share: the way to ND4J's memory, and room for intermediate results.
 */
final class Nd4jStore {

  private final Nd4jMemory memory = new Nd4jMemory();

  @SuppressWarnings("ThreadLocalUsage") // one a device on purpose: it goes when the device goes
  private final ThreadLocal<Nd4jScratch> scratch =
      ThreadLocal.withInitial(() -> new Nd4jScratch(memory));

  /** Returns the way between Java's memory and ND4J's. */
  Nd4jMemory memory() {
    return memory;
  }

  /** Returns the arrays for intermediate results of the calling thread. */
  Nd4jScratch scratch() {
    return scratch.get();
  }

  /** Lets go of the calling thread's arrays for intermediate results. */
  void close() {
    scratch.remove();
  }
}
