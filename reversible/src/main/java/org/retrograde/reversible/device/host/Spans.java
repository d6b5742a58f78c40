package org.retrograde.reversible.device.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.retrograde.reversible.device.Scalar;

/**
 * Walks through arrays in tiles, so that what one kernel leaves is in the cache for the next: at
 * once, or, within {@link #together}, all kernels on one tile before any on the next.
 */
final class Spans {

  private static final int TILE = 2048;
  private static final int SCRATCH = 3;

  private static final ThreadLocal<Spans> OF_THREAD = ThreadLocal.withInitial(Spans::new);

  private final double[][] scratch = new double[SCRATCH][TILE];
  private final List<Consumer<Span>> waiting = new ArrayList<>();
  private boolean collects;
  private int length;

  private Spans() {}

  /** Returns this thread's products of one tile. */
  static double[] scratch() {
    return scratch(0);
  }

  /** Returns one of three arrays of this thread, for one tile; the first is {@link #scratch()}. */
  static double[] scratch(int number) {
    return OF_THREAD.get().scratch[number];
  }

  /** Does work on every tile. */
  static void forEach(int length, Consumer<Span> work) {
    Spans own = OF_THREAD.get();
    if (!own.collects) {
      walk(length, work);
      return;
    }
    if (length != own.length) {
      own.doWaiting();
      own.length = length;
    }
    own.waiting.add(work);
  }

  /** Returns the sum over all tiles, to be read once they have been walked through. */
  static Scalar sum(int length, ToDoubleFunction<Span> part) {
    Sum sum = new Sum();
    forEach(length, span -> sum.add(part.applyAsDouble(span)));
    return sum;
  }

  /** Collects the work of all calls of {@link #forEach} within, and does it tile by tile. */
  static void together(Runnable calls) {
    Spans own = OF_THREAD.get();
    boolean outer = own.collects;
    own.collects = true;
    try {
      calls.run();
      if (!outer) {
        own.doWaiting();
      }
    } finally {
      own.collects = outer;
      if (!outer) {
        own.waiting.clear(); // of calls that failed
      }
    }
  }

  /** Does what waits, for a caller that is to see its results. */
  static void catchUp() {
    OF_THREAD.get().doWaiting();
  }

  private void doWaiting() {
    if (!waiting.isEmpty()) {
      List<Consumer<Span>> works = List.copyOf(waiting);
      waiting.clear();
      walk(length, span -> works.forEach(work -> work.accept(span)));
    }
  }

  private static void walk(int length, Consumer<Span> work) {
    for (int from = 0; from < length; from += TILE) {
      work.accept(new Span(from, Math.min(length, from + TILE)));
    }
  }

  /** A sum over all tiles, to be read once they have been walked through. */
  static final class Sum implements Scalar {

    private double value;

    void add(double part) {
      value += part;
    }

    @Override
    public double value() {
      catchUp();
      return value;
    }
  }
}
