package org.retrograde.reversible.device.host;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;

/**
 * How the threads of OpenMP wait for each other and for their next product. Those that spin are
 * quick where every thread has a core to itself; where anything else runs on one of the cores, the
 * thread that waits keeps the core from the one that it waits for, until the system's time slice is
 * over: single products took 8 ms, whatever their size (docs/performance.md). Bits do not depend on
 * it.
 */
final class OpenMpWaiting {

  private static final String VARIABLE = "OMP_WAIT_POLICY";

  private OpenMpWaiting() {}

  /** The C library; jnr-ffi implements it, so it is public. */
  public interface C {

    /** Sets a variable of the environment, if it is not set or {@code overwrite} is not 0. */
    int setenv(String name, String value, int overwrite);
  }

  /**
   * Lets threads sleep while they wait, unless the environment says otherwise. For an OpenMP that
   * is not loaded yet, which reads its environment once. Programs that this process starts have it
   * too.
   */
  static void inSleep() {
    if (Platform.getNativePlatform().isUnix()) {
      LibraryLoader.create(C.class)
          .load(Platform.getNativePlatform().getStandardCLibraryName())
          .setenv(VARIABLE, "passive", 0); // keeps what the environment says
    }
  }
}
