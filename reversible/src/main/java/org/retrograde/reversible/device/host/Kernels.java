package org.retrograde.reversible.device.host;

/**
 * Chooses kernels. Arrays start with the plain loops; where the processor has wide vectors and the
 * virtual machine was started with {@code --add-modules jdk.incubator.vector}, a thread in the
 * background runs the vector kernels until they are compiled (before, they are a hundred times
 * slower), and then they take over. As both give the same bits, nobody can tell but by the time.
 */
final class Kernels {

  /** Arrays shorter than this gain nothing from vectors. */
  private static final int SHORT = 512;

  private static final LaneKernels SCALAR = new ScalarKernels();

  private Kernels() {}

  /** Returns the kernels for an array. */
  static LaneKernels forLength(int length) {
    return length < SHORT ? SCALAR : Fastest.kernels;
  }

  /** Initialized by the first array that is long enough to be worth it. */
  private static final class Fastest {

    private static final double PATIENCE_SECONDS = 30;
    private static final int LANES = 512;
    private static final int CALLS = 20;

    /** How often in a row the vector kernels must have won before they are trusted. */
    private static final int WINS = 10;

    private static volatile LaneKernels kernels = SCALAR;

    static {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        LaneKernels vector = load();
        if (vector.isFastHere()) {
          Thread thread = new Thread(() -> takeOver(vector), "retrograde-vector-warm-up");
          thread.setDaemon(true);
          thread.start();
        }
      }
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

    private static void takeOver(LaneKernels vector) {
      long start = System.nanoTime();
      int wins = 0;
      while (wins < WINS && System.nanoTime() - start < PATIENCE_SECONDS * 1e9) {
        wins = nanos(vector) < nanos(SCALAR) ? wins + 1 : 0;
      }
      if (wins == WINS) {
        kernels = vector;
      }
    }

    private static long nanos(LaneKernels candidate) {
      Workout workout = new Workout(LANES);
      long start = System.nanoTime();
      for (int call = 0; call < CALLS; call++) {
        workout.run(candidate);
      }
      return System.nanoTime() - start;
    }
  }

  /** Runs every kernel once, on numbers of the usual sizes. */
  private static final class Workout {

    private final long[] lanes;
    private final long[] heads;
    private final float[] reals;
    private final double[] products;
    private final Span span;
    private final Digits digits = Digits.of(58_982, 16);

    Workout(int length) {
      lanes = new long[length];
      heads = new long[length];
      reals = new float[length];
      products = new double[length];
      span = new Span(0, length);
      for (int i = 0; i < length; i++) {
        lanes[i] = (i - length / 2) * 0x1234_5678_9ABCL;
      }
    }

    void run(LaneKernels kernels) {
      kernels.decay(lanes, heads, digits, span);
      kernels.round(0x1p-52, lanes, span, reals);
      kernels.multiply(0x1p52, reals, span, products);
      kernels.addTruncated(lanes, products, span);
      kernels.multiply(-1, lanes, span, products);
      kernels.addTruncated(lanes, products, span);
      kernels.undecay(lanes, heads, digits, span);
      kernels.hash(lanes, span);
      kernels.maxAbs(products, span);
      kernels.dot(products, 0, products, span);
      kernels.dot(products, 0, reals, span);
    }
  }
}
