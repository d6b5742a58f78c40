package org.retrograde.experiments.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.search.Box;
import org.retrograde.reports.record.ShareEstimate;
import org.retrograde.reports.statistics.StudentT;

/**
 * Shares of the variance that a linear loss has over a box: with slope g_i along a side of length
 * s_i, uniform and independent draws give number i the variance (g_i s_i)^2 / 12, so its share is
 * (g_i s_i)^2 over the sum of these. fANOVA estimates the same shares, of whatever the loss is,
 * from trials; where the loss is linear both are right.
 *
 * <p>Slopes are means over seeds, each of which is exact. A share is no mean of the seeds' shares,
 * whose squares noise makes larger, so its interval is that of the jackknife: by Student's t, with
 * the variance (n - 1) / n sum (s_k - s)^2, where s_k is the share without seed k. Distances are
 * those from the share of all seeds, and not from the mean of the s_k: where a share is the square
 * of noise, these may be alike and all be wrong.
 *
 * @see <a href="https://proceedings.mlr.press/v32/hutter14.html">Hutter, Hoos and Leyton-Brown
 *     (2014)</a>, fANOVA
 */
final class LinearShares {

  private final List<double[]> changes;

  /**
   * Takes slopes.
   *
   * @param box whose sides count
   * @param bySeed derivatives of the final loss with respect to the raw vector, one a seed; a seed
   *     of which one is not finite is left out. Not modified.
   * @throws IllegalArgumentException if there are not as many numbers as sides
   */
  LinearShares(Box box, List<double[]> bySeed) {
    double[] lower = box.lower().toArray();
    double[] upper = box.upper().toArray();
    this.changes = new ArrayList<>();
    for (double[] slopes : bySeed) {
      if (slopes.length != lower.length) {
        throw new IllegalArgumentException(
            "a box of %d numbers needs as many derivatives, got %d"
                .formatted(lower.length, slopes.length));
      }
      double[] change = new double[lower.length];
      Arrays.setAll(change, i -> slopes[i] * (upper[i] - lower[i]));
      if (Arrays.stream(change).allMatch(Double::isFinite)) {
        changes.add(change);
      }
    }
  }

  /** Returns by what a linear loss would change along a side, seed by seed. */
  List<Double> changes(int number) {
    return changes.stream().map(change -> change[number]).toList();
  }

  /** Returns the share of some numbers together; unknown without a seed. */
  ShareEstimate of(int... numbers) {
    int seeds = changes.size();
    if (seeds == 0) {
      return ShareEstimate.UNKNOWN;
    }
    double share = share(changes, numbers);
    if (seeds == 1) {
      return new ShareEstimate(share, Double.NaN);
    }
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      List<double[]> others = new ArrayList<>(changes);
      others.remove(seed);
      double moved = share(others, numbers) - share;
      squares += moved * moved;
    }
    double deviation = Math.sqrt(squares * (seeds - 1) / seeds);
    return new ShareEstimate(share, StudentT.quantile(seeds - 1) * deviation);
  }

  /** Nothing has a share where nothing has a slope. */
  private static double share(List<double[]> changes, int... numbers) {
    double[] means =
        IntStream.range(0, changes.get(0).length)
            .mapToDouble(i -> changes.stream().mapToDouble(change -> change[i]).sum())
            .toArray();
    // As shares of the largest, whose squares do not overflow.
    double largest = Arrays.stream(means).map(Math::abs).max().orElse(0);
    if (largest == 0) {
      return 0;
    }
    double all = Arrays.stream(means).map(mean -> mean / largest * (mean / largest)).sum();
    double own =
        Arrays.stream(numbers).mapToDouble(i -> means[i] / largest * (means[i] / largest)).sum();
    return own / all;
  }
}
