package org.retrograde.reports.statistics;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Mean and sample standard deviation of the finite values of a sample. Runs that diverged are
 * infinite, and belong into no mean: who shows one says beside it how many there were.
 *
 * @param count how many values were finite
 * @param diverged how many were infinite; NaN is no value at all
 * @param mean mean of the finite ones; NaN if there are none
 * @param deviation their standard deviation with divisor n - 1; NaN below two values, 0 where it is
 *     below the rounding of the mean
 */
public record Spread(int count, int diverged, double mean, double deviation) {

  /** Measures a sample; what is not finite is left out. */
  public static Spread of(List<Double> sample) {
    double[] values =
        sample.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
    int diverged = (int) sample.stream().filter(value -> Double.isInfinite(value)).count();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(values.length, diverged, mean, deviation(values.length, mean, squares));
  }

  /** Alike values have a mean that may be an ulp or more off them. */
  private static double deviation(int count, double mean, double squares) {
    if (count < 2) {
      return Double.NaN;
    }
    double deviation = Math.sqrt(squares / (count - 1));
    return deviation <= count * Math.ulp(mean) ? 0 : deviation;
  }

  /** Measures a figure of some runs. */
  public static <T> Spread over(List<T> runs, Function<T, Double> figure) {
    return of(runs.stream().map(figure).toList());
  }

  /**
   * Measures the change of each seed.
   *
   * @param before one value a seed
   * @param after one value of each of the same seeds; those of which either is not finite are left
   *     out
   */
  public static Spread ofChange(List<Double> before, List<Double> after) {
    return of(
        IntStream.range(0, Math.min(before.size(), after.size()))
            .mapToObj(i -> after.get(i) - before.get(i))
            .toList());
  }

  /**
   * Half the width of the 95 % interval of the mean, by Student's t.
   *
   * @return NaN below two values
   */
  public double halfWidth() {
    return count < 2 ? Double.NaN : StudentT.quantile(count - 1) * deviation / Math.sqrt(count);
  }

  /** Whether the mean is told from 0: its 95 % interval does not hold 0. False below two values. */
  public boolean clear() {
    return Math.abs(mean) > halfWidth();
  }

  /** The mean, and beside it how many runs diverged if any did. */
  public String words() {
    if (count == 0) {
      return diverged == 0 ? "none" : "diverged";
    }
    return Digits.of(mean) + (diverged == 0 ? "" : " (" + lostWords() + ")");
  }

  /** How many runs diverged, of how many; empty if none did. */
  public String lostWords() {
    return diverged == 0 ? "" : String.format(Locale.ROOT, "%d of %d diverged", diverged, size());
  }

  /** The finite values and those that diverged. */
  public int size() {
    return count + diverged;
  }
}
