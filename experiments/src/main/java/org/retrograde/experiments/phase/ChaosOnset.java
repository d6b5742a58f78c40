package org.retrograde.experiments.phase;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Finds where a derivative stops to say anything of the function beside it: the first point of a
 * grid at which the derivative and the central difference of the function differ by more than half
 * of their sizes added up, and go on to do so at most of the next few points.
 *
 * <p>Where a function is smooth on the scale of the grid the two agree to a few percent. Where
 * training is chaotic, the derivative is that of spikes finer than any grid, and the central
 * difference of such spikes is noise; a single kink or spike, in turn, does not move a median.
 */
public final class ChaosOnset {

  private static final int LARGEST_WINDOW = 25;

  /** Above this a derivative says nothing: it and the difference differ by half of their sizes. */
  public static final double LIMIT = 0.5;

  private static final double MEDIAN = 50;

  private ChaosOnset() {}

  /** Returns how many neighbouring points of a grid are looked at together. */
  static int window(int points) {
    return Math.min(LARGEST_WINDOW, Math.max(3, points / 10));
  }

  /**
   * Returns the index of the first point of chaos, if there is one.
   *
   * @param at evenly spaced arguments, at least 3
   * @param value of the function there; not finite where it has none
   * @param derivative of the function there; not finite where it has none
   */
  static OptionalInt find(double[] at, double[] value, double[] derivative) {
    double[] difference = disagreements(at, value, derivative);
    int window = window(at.length);
    OptionalInt first =
        IntStream.rangeClosed(0, at.length - window)
            .filter(i -> StatUtils.percentile(difference, i, window, MEDIAN) > LIMIT)
            .findFirst();
    return first.isEmpty()
        ? first
        : IntStream.range(first.getAsInt(), at.length)
            .filter(i -> difference[i] > LIMIT)
            .findFirst();
  }

  /**
   * Returns by how much a derivative and the central difference of the function differ at each
   * point, from 0, where both are the same, to 1, where they have nothing in common.
   *
   * @param at evenly spaced arguments, at least 2
   * @param value of the function there; not finite where it has none
   * @param derivative of the function there; not finite where it has none
   */
  public static double[] disagreements(double[] at, double[] value, double[] derivative) {
    double[] difference = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      int before = Math.max(0, i - 1);
      int after = Math.min(at.length - 1, i + 1);
      difference[i] =
          disagreement(derivative[i], (value[after] - value[before]) / (at[after] - at[before]));
    }
    return difference;
  }

  /** From 0, where two numbers are the same, to 1, where they have nothing in common. */
  private static double disagreement(double a, double b) {
    double sizes = Math.abs(a) + Math.abs(b);
    if (!Double.isFinite(sizes)) {
      return 1;
    }
    return sizes == 0 ? 0 : Math.abs(a - b) / sizes;
  }
}
