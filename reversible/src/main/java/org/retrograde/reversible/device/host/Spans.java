package org.retrograde.reversible.device.host;

import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Walks through arrays in tiles, so that what one kernel leaves is in the cache for the next. */
final class Spans {

  private static final int TILE = 2048;

  private static final ThreadLocal<double[]> SCRATCH =
      ThreadLocal.withInitial(() -> new double[TILE]);

  private Spans() {}

  /** Returns this thread's products of one tile. */
  static double[] scratch() {
    return SCRATCH.get();
  }

  static void forEach(int length, Consumer<Span> work) {
    for (int from = 0; from < length; from += TILE) {
      work.accept(new Span(from, Math.min(length, from + TILE)));
    }
  }

  static double sum(int length, ToDoubleFunction<Span> part) {
    double sum = 0;
    for (int from = 0; from < length; from += TILE) {
      sum += part.applyAsDouble(new Span(from, Math.min(length, from + TILE)));
    }
    return sum;
  }
}
