package org.retrograde.hypergrad.search;

import org.retrograde.hypergrad.trial.RawVector;

/**
 * The box of raw vectors that a search stays in. Searchers see it as the unit cube, so that numbers
 * of different kinds have one scale.
 *
 * @param lower smallest value of each raw number, finite
 * @param upper largest one, finite and above {@code lower}
 */
public record Box(RawVector lower, RawVector upper) {

  /** Checks that no side is empty. */
  public Box {
    double[] low = lower.toArray();
    double[] high = upper.toArray();
    if (low.length != high.length || low.length == 0) {
      throw new IllegalArgumentException(
          "a box needs as many upper as lower bounds and at least one, got %d and %d"
              .formatted(low.length, high.length));
    }
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] < high[i] && Double.isFinite(high[i] - low[i]))) {
        throw new IllegalArgumentException(
            "bounds of raw number %d must be finite and the lower one smaller, got %s and %s"
                .formatted(i, low[i], high[i]));
      }
    }
  }

  /**
   * Makes the box of all points within some distance of a centre in each raw number.
   *
   * @param centre not modified
   * @param span the distance, above 0
   */
  public static Box around(double[] centre, double span) {
    double[] low = centre.clone();
    double[] high = centre.clone();
    for (int i = 0; i < centre.length; i++) {
      low[i] -= span;
      high[i] += span;
    }
    return new Box(new RawVector(low), new RawVector(high));
  }

  /** Returns the number of raw numbers. */
  public int size() {
    return lower.toArray().length;
  }

  /**
   * Returns the raw vector of a point of the unit cube.
   *
   * @param unit what lies outside of [0, 1] is taken to its edge. Not modified.
   * @return within the bounds, to the bit
   */
  public double[] raw(double[] unit) {
    double[] low = lower.toArray();
    double[] high = upper.toArray();
    double[] raw = new double[low.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = clamp(low[i] + unit[i] * (high[i] - low[i]), low[i], high[i]);
    }
    return raw;
  }

  /**
   * Returns the point of the unit cube that is nearest to a raw vector.
   *
   * @param raw may lie outside of the box. Not modified.
   */
  public double[] unit(double[] raw) {
    double[] low = lower.toArray();
    double[] high = upper.toArray();
    double[] unit = new double[low.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = clamp((raw[i] - low[i]) / (high[i] - low[i]), 0, 1);
    }
    return unit;
  }

  private static double clamp(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }
}
