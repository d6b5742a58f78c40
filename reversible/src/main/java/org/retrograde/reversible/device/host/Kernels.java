package org.retrograde.reversible.device.host;

/**
 * Chooses kernels. Short arrays have the plain loops. Long ones have, kernel by kernel, whichever
 * is the faster at present, see {@link AdaptiveKernels}.
 */
final class Kernels {

  /** Arrays shorter than this gain nothing from vectors. */
  private static final int SHORT = 512;

  private static final LaneKernels SCALAR = new ScalarKernels();

  private Kernels() {}

  /** Returns the kernels for an array. */
  static LaneKernels forLength(int length) {
    return length < SHORT ? SCALAR : Fastest.KERNELS;
  }

  /** Initialized by the first array that is long enough to be worth it. */
  private static final class Fastest {

    private static final LaneKernels KERNELS = choose();

    private static LaneKernels choose() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
        return SCALAR;
      }
      LaneKernels vector = load();
      if (!vector.isFastHere()) {
        return SCALAR;
      }
      AdaptiveKernels adaptive = new AdaptiveKernels(SCALAR, vector);
      Thread thread = new Thread(adaptive::watch, "retrograde-kernels");
      thread.setDaemon(true);
      thread.start();
      return adaptive;
    }

    private static LaneKernels load() {
      try {
        // By name: its class cannot be linked where the module is absent.
        return Class.forName(LaneKernels.class.getPackageName() + ".VectorKernels")
            .asSubclass(LaneKernels.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the vector kernels are missing from this build", e);
      }
    }
  }
}
