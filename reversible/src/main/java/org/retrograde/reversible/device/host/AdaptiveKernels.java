package org.retrograde.reversible.device.host;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.RootScaling;

/**
 * Runs each kernel in whichever of two ways is the faster at present. As both give the same bits,
 * nobody can tell but by the time.
 *
 * <p>Vector code is a hundred times slower than plain loops until the compiler has got to it, and
 * the compiler of JDK 17 now and then makes a slow version of one kernel and keeps it. So a thread
 * in the background times each kernel both ways, most of the time at first and a few times a second
 * later, and those that lose fall back to the plain loops until they win again.
 */
final class AdaptiveKernels implements LaneKernels {

  private static final int LANES = 512;
  private static final int CALLS = 20;

  /** How often in a row one way must have been the faster. */
  private static final int WINS = 5;

  private static final double EAGER_SECONDS = 15;
  private static final long PAUSE_MILLIS = 250;

  /** About as long as a comparison takes: half of a core, at most. */
  private static final long EAGER_PAUSE_MILLIS = 2;

  private final LaneKernels plain;
  private final LaneKernels vector;
  private final List<Choice> choices = new ArrayList<>();

  private final Choice decay;
  private final Choice undecay;
  private final Choice addTruncated;
  private final Choice multiplyLanes;
  private final Choice multiplyFloats;
  private final Choice round;
  private final Choice dot;
  private final Choice dotFloats;
  private final Choice hash;
  private final Choice maxAbs;
  private final Choice maxAbsFloats;
  private final Choice rootScaling;
  private final Choice rootScalingSlopes;

  AdaptiveKernels(LaneKernels plain, LaneKernels vector) {
    this.plain = plain;
    this.vector = vector;
    decay = choice((way, on) -> way.decay(on.lanes, on.heads, on.digits, on.span));
    undecay = choice((way, on) -> way.undecay(on.lanes, on.heads, on.digits, on.span));
    addTruncated = choice((way, on) -> way.addTruncated(on.lanes, on.doubles, on.span));
    multiplyLanes = choice((way, on) -> way.multiply(3, on.lanes, on.span, on.doubles));
    multiplyFloats = choice((way, on) -> way.multiply(3, on.floats, on.span, on.doubles));
    round = choice((way, on) -> way.round(0x1p-52, on.lanes, on.span, on.floats));
    dot = choice((way, on) -> way.dot(on.doubles, 0, on.doubles, on.span));
    dotFloats = choice((way, on) -> way.dot(on.doubles, 0, on.floats, on.span));
    hash = choice((way, on) -> way.hash(on.lanes, on.span));
    maxAbs = choice((way, on) -> way.maxAbs(on.doubles, on.span));
    maxAbsFloats = choice((way, on) -> way.maxAbs(on.floats, on.span));
    rootScaling =
        choice((way, on) -> way.rootScaling(on.direction, on.lanes, on.heads, on.span, on.doubles));
    rootScalingSlopes =
        choice(
            (way, on) ->
                way.rootScalingSlopes(
                    on.direction, on.lanes, on.heads, on.span, on.doubles, on.more, on.most));
  }

  private Choice choice(Trial trial) {
    Choice choice = new Choice(trial);
    choices.add(choice);
    return choice;
  }

  /** Counts a comparison of every kernel that one way has won. */
  void note(boolean vectorWins) {
    choices.forEach(choice -> choice.note(vectorWins));
  }

  /** Compares until the virtual machine ends. */
  void watch() {
    long start = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      choices.forEach(Choice::compare);
      boolean eager = System.nanoTime() - start < EAGER_SECONDS * 1e9;
      boolean settled = choices.stream().allMatch(choice -> choice.way == vector);
      try {
        Thread.sleep(eager && !settled ? EAGER_PAUSE_MILLIS : PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One kernel, run on numbers of the usual sizes. */
  @FunctionalInterface
  private interface Trial {

    void run(LaneKernels way, Sample on);
  }

  /** The way in which one kernel runs at present. Written by one thread, read by any. */
  private final class Choice {

    private final Trial trial;
    private final Sample sample = new Sample();
    private volatile LaneKernels way = plain;

    /** Wins of the vectors in a row; those of the plain loops are negative. */
    private int wins;

    Choice(Trial trial) {
      this.trial = trial;
    }

    void compare() {
      note(nanos(vector) < nanos(plain));
    }

    /** Counts a win; changes the way after enough in a row. */
    void note(boolean vectorWins) {
      wins = vectorWins ? Math.max(1, wins + 1) : Math.min(-1, wins - 1);
      if (Math.abs(wins) >= WINS) {
        way = vectorWins ? vector : plain;
      }
    }

    private long nanos(LaneKernels candidate) {
      sample.refill(); // kernels write to it
      long start = System.nanoTime();
      for (int call = 0; call < CALLS; call++) {
        trial.run(candidate, sample);
      }
      return System.nanoTime() - start;
    }
  }

  @Override
  public boolean isFastHere() {
    return true;
  }

  @Override
  public void decay(long[] lanes, long[] heads, Digits by, Span span) {
    decay.way.decay(lanes, heads, by, span);
  }

  @Override
  public void undecay(long[] lanes, long[] heads, Digits by, Span span) {
    undecay.way.undecay(lanes, heads, by, span);
  }

  @Override
  public boolean addTruncated(long[] lanes, double[] products, Span span) {
    return addTruncated.way.addTruncated(lanes, products, span);
  }

  @Override
  public void multiply(double scale, long[] lanes, Span span, double[] products) {
    multiplyLanes.way.multiply(scale, lanes, span, products);
  }

  @Override
  public void multiply(double scale, float[] reals, Span span, double[] products) {
    multiplyFloats.way.multiply(scale, reals, span, products);
  }

  @Override
  public void round(double scale, long[] lanes, Span span, float[] reals) {
    round.way.round(scale, lanes, span, reals);
  }

  @Override
  public double dot(double[] a, int first, double[] b, Span span) {
    return dot.way.dot(a, first, b, span);
  }

  @Override
  public double dot(double[] a, int first, float[] b, Span span) {
    return dotFloats.way.dot(a, first, b, span);
  }

  @Override
  public long hash(long[] lanes, Span span) {
    return hash.way.hash(lanes, span);
  }

  @Override
  public double maxAbs(double[] reals, Span span) {
    return maxAbs.way.maxAbs(reals, span);
  }

  @Override
  public double maxAbs(float[] reals, Span span) {
    return maxAbsFloats.way.maxAbs(reals, span);
  }

  @Override
  public void rootScaling(RootScaling f, long[] numerator, long[] square, Span span, double[] q) {
    rootScaling.way.rootScaling(f, numerator, square, span, q);
  }

  @Override
  public void rootScalingSlopes(
      RootScaling f,
      long[] numerator,
      long[] square,
      Span span,
      double[] q,
      double[] inverse,
      double[] both) {
    rootScalingSlopes.way.rootScalingSlopes(f, numerator, square, span, q, inverse, both);
  }

  /** Numbers of the usual sizes to time kernels on. */
  private static final class Sample {

    private final long[] lanes = new long[LANES];
    private final long[] heads = new long[LANES];
    private final float[] floats = new float[LANES];
    private final double[] doubles = new double[LANES];
    private final Span span = new Span(0, LANES);
    private final Digits digits = Digits.of(58_982, 16);
    private final RootScaling direction = new RootScaling(1, 1, 1e-8, 52, 52, 1 << 16);
    private final double[] more = new double[LANES];
    private final double[] most = new double[LANES];

    void refill() {
      for (int i = 0; i < LANES; i++) {
        lanes[i] = (i - LANES / 2) * 0x1234_5678_9ABCL;
        heads[i] = i * 0x1234_5678L;
        floats[i] = i * 1e-3f;
        doubles[i] = i * 1e3;
      }
    }
  }
}
