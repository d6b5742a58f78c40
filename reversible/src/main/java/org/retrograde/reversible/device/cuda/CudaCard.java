package org.retrograde.reversible.device.cuda;

import java.util.IdentityHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The first card that the driver shows ({@code CUDA_VISIBLE_DEVICES} chooses), and its primary
 * context: one a process, never given back, since it takes most of a second to make.
 */
final class CudaCard {

  static final int OUT_OF_MEMORY = 2;

  /** From these on nothing works in the context any more, see the driver's page of errors. */
  private static final int FIRST_STICKY = 700;

  private static final int LAST_STICKY = 719;

  private static final IdentityHashMap<CudaDriver, CudaCard> OPEN = new IdentityHashMap<>();

  private final CudaDriver driver;
  private final CardFacts facts;
  private final long context;
  private final ReadWriteLock captures = new ReentrantReadWriteLock();

  @SuppressWarnings("ThreadLocalUsage") // a context is current in a thread
  private final ThreadLocal<Boolean> isCurrent = ThreadLocal.withInitial(() -> false);

  /**
   * Returns the card of a driver.
   *
   * @throws IllegalArgumentException if it is too old
   */
  static CudaCard of(CudaDriver driver) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(driver, CudaCard::new);
    }
  }

  private CudaCard(CudaDriver driver) {
    this.driver = driver;
    this.facts = CardFacts.of(driver);
    facts
        .refusal()
        .ifPresent(
            text -> {
              throw new IllegalArgumentException(text);
            });
    long[] handle = new long[1];
    check(
        "cuDevicePrimaryCtxRetain",
        driver.cuDevicePrimaryCtxRetain(handle, CardFacts.ordinal(driver)));
    this.context = handle[0];
    enter();
  }

  /** Makes the context current in the calling thread: before any other call. */
  void enter() {
    if (!isCurrent.get()) {
      check("cuCtxSetCurrent", driver.cuCtxSetCurrent(context));
      isCurrent.set(true);
    }
  }

  /** Captures a graph; other threads may do so too. */
  void capturing(Runnable capture) {
    captures.readLock().lock();
    try {
      capture.run();
    } finally {
      captures.readLock().unlock();
    }
  }

  /** Does what makes the driver wait for the whole card, which would spoil a capture. */
  void exclusively(Runnable change) {
    captures.writeLock().lock();
    try {
      change.run();
    } finally {
      captures.writeLock().unlock();
    }
  }

  CudaDriver driver() {
    return driver;
  }

  void check(String call, int result) {
    if (result != 0) {
      throw new CudaException(
          "%s failed with error %d%s%s"
              .formatted(
                  call,
                  result,
                  text(result),
                  result >= FIRST_STICKY && result <= LAST_STICKY
                      ? "; the card cannot be used again by this process"
                      : ""));
    }
  }

  private String text(int result) {
    long[] name = new long[1];
    long[] text = new long[1];
    if (driver.cuGetErrorName(result, name) != 0 || driver.cuGetErrorString(result, text) != 0) {
      return "";
    }
    return ", %s: %s".formatted(string(name[0]), string(text[0]));
  }

  private static String string(long address) {
    return Pointer.wrap(Runtime.getSystemRuntime(), address).getString(0);
  }

  CardFacts facts() {
    return facts;
  }

  String name() {
    return facts.name();
  }

  /** Returns how many threads run at a time. */
  int threads() {
    return facts.multiprocessors() * facts.threads();
  }

  long totalBytes() {
    return facts.totalBytes();
  }

  /** Returns the bytes that nobody has taken. */
  long freeBytes() {
    enter();
    long[] free = new long[1];
    check("cuMemGetInfo", driver.cuMemGetInfo_v2(free, new long[1]));
    return free[0];
  }
}
