package org.retrograde.reversible.device.cuda;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The first card that the driver shows ({@code CUDA_VISIBLE_DEVICES} chooses), its primary context
 * and its kernels: one a process, never given back, since it takes most of a second to make.
 */
final class CudaCard {

  static final int OUT_OF_MEMORY = 2;

  /** Turing: the first with what the kernels are compiled and tested for. */
  static final int OLDEST_CAPABILITY = 75;

  private static final int MULTIPROCESSORS = 16;
  private static final int THREADS_OF_EACH = 39;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  /** From these on nothing works in the context any more, see the driver's page of errors. */
  private static final int FIRST_STICKY = 700;

  private static final int LAST_STICKY = 719;

  private static final IdentityHashMap<CudaDriver, CudaCard> OPEN = new IdentityHashMap<>();

  private final CudaDriver driver;
  private final int device;
  private final long context;
  private final KernelLibrary kernels;

  @SuppressWarnings("ThreadLocalUsage") // a context is current in a thread
  private final ThreadLocal<Boolean> isCurrent = ThreadLocal.withInitial(() -> false);

  /**
   * Returns the card that these libraries drive.
   *
   * @throws IllegalArgumentException if it is too old
   */
  static CudaCard of(CudaLibraries libraries) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(libraries.driver(), driver -> new CudaCard(libraries));
    }
  }

  private CudaCard(CudaLibraries libraries) {
    this.driver = libraries.driver();
    check("cuInit", driver.cuInit(0));
    int[] ordinal = new int[1];
    check("cuDeviceGet", driver.cuDeviceGet(ordinal, 0));
    this.device = ordinal[0];
    if (capability() < OLDEST_CAPABILITY) {
      throw new IllegalArgumentException(
          ("device cuda needs a card of compute capability 7.5 or newer, %s has %s;"
                  + " device nd4j, built with -Pcuda, serves cards from 3.7 on")
              .formatted(name(), dotted(capability())));
    }
    long[] handle = new long[1];
    check("cuDevicePrimaryCtxRetain", driver.cuDevicePrimaryCtxRetain(handle, device));
    this.context = handle[0];
    enter();
    this.kernels = new KernelLibrary(this, new CudaCompiler(libraries.nvrtc(), capability()));
  }

  /** Makes the context current in the calling thread: before any other call. */
  void enter() {
    if (!isCurrent.get()) {
      check("cuCtxSetCurrent", driver.cuCtxSetCurrent(context));
      isCurrent.set(true);
    }
  }

  CudaDriver driver() {
    return driver;
  }

  KernelLibrary kernels() {
    return kernels;
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

  private int attribute(int number) {
    int[] value = new int[1];
    check("cuDeviceGetAttribute", driver.cuDeviceGetAttribute(value, number, device));
    return value[0];
  }

  String name() {
    byte[] name = new byte[256];
    check("cuDeviceGetName", driver.cuDeviceGetName(name, name.length, device));
    int length = 0;
    while (name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns the compute capability, such as 90. */
  int capability() {
    return 10 * attribute(CAPABILITY_MAJOR) + attribute(CAPABILITY_MINOR);
  }

  /** Writes 90 as 9.0. */
  static String dotted(int capability) {
    return "%d.%d".formatted(capability / 10, capability % 10);
  }

  int multiprocessors() {
    return attribute(MULTIPROCESSORS);
  }

  /** Returns how many threads run at a time. */
  int threads() {
    return multiprocessors() * attribute(THREADS_OF_EACH);
  }

  /** Returns the CUDA version of the driver, such as 13000. */
  int driverVersion() {
    int[] version = new int[1];
    check("cuDriverGetVersion", driver.cuDriverGetVersion(version));
    return version[0];
  }

  long totalBytes() {
    long[] bytes = new long[1];
    check("cuDeviceTotalMem", driver.cuDeviceTotalMem_v2(bytes, device));
    return bytes[0];
  }

  /** Returns the bytes that nobody has taken. */
  long freeBytes() {
    enter();
    long[] free = new long[1];
    check("cuMemGetInfo", driver.cuMemGetInfo_v2(free, new long[1]));
    return free[0];
  }
}
