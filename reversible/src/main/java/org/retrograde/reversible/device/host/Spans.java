package org.retrograde.reversible.device.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Scalar;

/**
 * Walks through arrays in tiles, so that what one kernel leaves is in the cache for the next: at
 * once, or, within {@link #together}, all kernels on one tile before any on the next. Long arrays
 * are walked through by several threads, each in a part of its own; as sums are made of those of
 * the tiles in their order, the bits are the same.
 */
final class Spans {

  private static final int TILE = 2048;
  private static final int SCRATCH = 3;

  /**
   * Elements from which on a part is worth a thread, which takes up to half a millisecond to wake.
   */
  private static final int LEAST_PART = 1 << 17;

  private static volatile int threads = 1;

  private static final ThreadLocal<Spans> OF_THREAD = ThreadLocal.withInitial(Spans::new);

  private final double[][] scratch = new double[SCRATCH][TILE];
  private final List<Consumer<Span>> waiting = new ArrayList<>();
  private boolean collects;
  private int length;

  private Spans() {}

  /** Sets the number of threads of every walk in this process from now on, at least 1. */
  static void setThreads(int count) {
    threads = count;
  }

  /** Returns this thread's products of one tile; to be asked for by the work on that tile. */
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
    Sum sum = new Sum(length);
    forEach(length, span -> sum.put(span, part.applyAsDouble(span)));
    return sum;
  }

  /**
   * Returns the largest of numbers of the tiles that are not negative, to be read once they have
   * been walked through; NaN if one is.
   */
  static Scalar largest(int length, ToDoubleFunction<Span> ofTile) {
    // As integers, their bits have the same order, and those of NaN are above all.
    LongAccumulator bits = new LongAccumulator(Math::max, 0);
    forEach(
        length, span -> bits.accumulate(Double.doubleToRawLongBits(ofTile.applyAsDouble(span))));
    return () -> {
      catchUp();
      return Double.longBitsToDouble(bits.get());
    };
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
    inParts(length, part -> walk(part, work));
  }

  /**
   * Does work on every part of an array: all of it, or a part for each thread. Whatever fails, all
   * parts are worked on, or to where they fail; the first one tells.
   */
  static void inParts(int length, Consumer<Span> work) {
    int parts = Math.min(threads, length / LEAST_PART);
    if (parts < 2) {
      work.accept(new Span(0, length));
      return;
    }
    @Nullable Throwable[] faults = new Throwable[parts];
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              try {
                int from = start(part, parts, length);
                work.accept(new Span(from, start(part + 1, parts, length)));
              } catch (Throwable e) { // nobody may go on while a part is worked on
                faults[part] = e;
              }
            });
    for (Throwable fault : faults) {
      if (fault instanceof Error error) {
        throw error;
      }
      if (fault instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /** Returns where a part begins: at a tile. */
  private static int start(int part, int parts, int length) {
    return (int) Math.min(length, (long) part * tiles(length) / parts * TILE);
  }

  private static int tiles(int length) {
    return (length - 1) / TILE + 1;
  }

  private static void walk(Span part, Consumer<Span> work) {
    for (long from = part.from(); from < part.to(); from += TILE) {
      work.accept(new Span((int) from, (int) Math.min(part.to(), from + TILE)));
    }
  }

  /** A sum over all tiles, to be read once they have been walked through. */
  static final class Sum implements Scalar {

    private final double[] parts;

    Sum(int length) {
      this.parts = new double[tiles(length)];
    }

    /** Puts the part of a tile. */
    void put(Span tile, double part) {
      parts[tile.from() / TILE] = part;
    }

    @Override
    public double value() {
      catchUp();
      double sum = 0;
      for (double part : parts) {
        sum += part;
      }
      return sum;
    }
  }
}
