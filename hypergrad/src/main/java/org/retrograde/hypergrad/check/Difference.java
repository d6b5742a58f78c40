package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A derivative by differences that chooses its own width and knows how far it can be trusted, which
 * no fixed width does: too wide a stencil steps over kinks, too narrow a one drowns in rounding,
 * and both look like a wrong derivative.
 *
 * <p>A stencil is f at 0, +-h and +-2h. Where f is smooth, the central difference of the points at
 * h and that of the points at 2h agree to O(h^2), and the second difference at 2h is twice that at
 * h to O(h^3). A kink or a jump between the points, or right at 0, parts one pair or the other by
 * as much as it spoils the derivative; so does rounding. What they are apart is the uncertainty,
 * and of all widths the one that has least of it is taken. The choice never sees the derivative
 * that is to be checked.
 *
 * <p>The value is that of Richardson's extrapolation of both central differences.
 */
public final class Difference {

  /** In the order of trial: the usual one, narrower ones for kinks, wider ones for noise. */
  private static final double[] WIDTHS = {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-3, 1e-2};

  /** A width that is so certain, as a part of the scale, is not improved on. */
  private static final double ENOUGH = 1e-6;

  /** Roundings of a value, in its last bits: sums of some thousand terms are seldom off by more. */
  private static final double ROUNDINGS = 8;

  private final double[] value;
  private final double uncertainty;

  private Difference(double[] value, double uncertainty) {
    this.value = value;
    this.uncertainty = uncertainty;
  }

  /** Returns the derivative. */
  public double[] value() {
    return value.clone();
  }

  /**
   * Returns what the differences say of their own error, as a norm; infinite if no width gave
   * numbers.
   */
  public double uncertainty() {
    return uncertainty;
  }

  /**
   * Returns the derivative at 0 of a function of several arrays, each with the width that suits it
   * best.
   *
   * @param f called at up to 33 points
   * @param scales magnitude from which on a derivative counts, one an array, above 0
   * @return one an array
   */
  public static List<Difference> of(DoubleFunction<List<double[]>> f, double[] scales) {
    List<double[]> middle = f.apply(0);
    List<Difference> best = new ArrayList<>();
    middle.forEach(
        array -> best.add(new Difference(new double[array.length], Double.POSITIVE_INFINITY)));
    for (double h : WIDTHS) {
      if (certain(best, scales)) {
        break;
      }
      List<List<double[]>> at = List.of(f.apply(-2 * h), f.apply(-h), f.apply(h), f.apply(2 * h));
      for (int i = 0; i < best.size(); i++) {
        int array = i;
        Difference found =
            stencil(middle.get(i), at.stream().map(arrays -> arrays.get(array)).toList(), h);
        if (found.uncertainty < best.get(i).uncertainty) {
          best.set(i, found);
        }
      }
    }
    return best;
  }

  /** Returns the derivative at 0 of a function of one number. */
  public static Difference of(double scale, DoubleFunction<Double> f) {
    return of(h -> List.of(new double[] {f.apply(h)}), new double[] {scale}).get(0);
  }

  private static boolean certain(List<Difference> best, double[] scales) {
    for (int i = 0; i < scales.length; i++) {
      if (!(best.get(i).uncertainty <= ENOUGH * scales[i])) {
        return false;
      }
    }
    return true;
  }

  private static Difference stencil(double[] middle, List<double[]> at, double h) {
    double[] value = new double[middle.length];
    double slopes = 0;
    double bends = 0;
    double size = 0;
    for (int i = 0; i < value.length; i++) {
      double near = (at.get(2)[i] - at.get(1)[i]) / (2 * h);
      double far = (at.get(3)[i] - at.get(0)[i]) / (4 * h);
      double nearBend = (at.get(2)[i] - 2 * middle[i] + at.get(1)[i]) / h;
      double farBend = (at.get(3)[i] - 2 * middle[i] + at.get(0)[i]) / (2 * h);
      value[i] = (4 * near - far) / 3;
      slopes += square(near - far);
      bends += square(2 * nearBend - farBend);
      size += square(middle[i]);
    }
    double rounding = ROUNDINGS * ulp(at) * Math.sqrt(size) / h;
    double uncertainty = Math.sqrt(Math.max(slopes, bends)) + rounding;
    return new Difference(
        value, Double.isNaN(uncertainty) ? Double.POSITIVE_INFINITY : uncertainty);
  }

  /** Returns the last bit of 1 in the precision of some values: single, if it holds them all. */
  private static double ulp(List<double[]> at) {
    boolean single = at.stream().flatMapToDouble(Arrays::stream).allMatch(x -> x == (float) x);
    return single ? Math.ulp(1f) : Math.ulp(1d);
  }

  private static double square(double x) {
    return x * x;
  }

  /** Returns how far an array is from the derivative, as a norm; NaN counts as infinite. */
  public double distance(double[] exact) {
    double squares = 0;
    for (int i = 0; i < exact.length; i++) {
      squares += square(exact[i] - value[i]);
    }
    return Double.isNaN(squares) ? Double.POSITIVE_INFINITY : Math.sqrt(squares);
  }
}
