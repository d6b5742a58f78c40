package org.retrograde.experiments.law;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The schedule of least loss among those that never rise, from a peak that is given, to a floor
 * above 0.
 *
 * <p>Found by spectral projected gradients on the logarithms of the rates. The nearest sequence
 * that never rises is found by pooling neighbours in one pass, and clipped to peak and floor.
 *
 * @see <a href="https://doi.org/10.1137/S1052623497330963">Birgin, Martínez and Raydan (2000)</a>
 */
public final class NonIncreasing {

  private static final int MOST_ITERATIONS = 5000;
  private static final int REMEMBERED = 10;
  private static final double ENOUGH = 1e-4;
  private static final double STANDSTILL = 1e-13;
  private static final double LONGEST = 1e10;

  private final double[] rates;
  private final double loss;

  private NonIncreasing(double[] rates, double loss) {
    this.rates = rates;
    this.loss = loss;
  }

  /** Returns the rate of each step, a new array. */
  public double[] rates() {
    return rates.clone();
  }

  /** Returns the loss that they leave. */
  public double loss() {
    return loss;
  }

  /**
   * Finds it.
   *
   * @param start rates above 0 from the peak on, as many as steps. Not modified.
   * @param floor least rate, above 0 and at most the peak
   */
  public static NonIncreasing of(RateLoss loss, double[] start, double floor) {
    if (!(floor > 0 && floor <= start[0])) {
      throw new IllegalArgumentException(
          "floor must be above 0 and at most the peak %s, got %s".formatted(start[0], floor));
    }
    return new Descent(loss, start, floor).run();
  }

  private static final class Descent {

    private final RateLoss loss;
    private final double unit;
    private final double peak;
    private final double floor;
    private final double[] memory = new double[REMEMBERED];
    private double[] at;
    private double value;
    private double[] slope;

    Descent(RateLoss loss, double[] start, double floor) {
      this.loss = loss;
      this.peak = Math.log(start[0]);
      this.floor = Math.log(floor);
      this.at = projected(Arrays.stream(start).map(Math::log).toArray());
      this.unit = Math.abs(loss.loss(rates(at)));
      this.value = value(at);
      this.slope = slope(at);
      Arrays.fill(memory, value);
    }

    NonIncreasing run() {
      double length = 1 / Math.max(largest(slope), Double.MIN_NORMAL);
      double[] best = at;
      double least = value;
      for (int i = 0; i < MOST_ITERATIONS; i++) {
        double[] move = sum(projected(sum(at, -length, slope)), -1, at);
        double fall = dot(slope, move);
        if (-fall < STANDSTILL) {
          break;
        }
        length = next(move, fall);
        memory[i % REMEMBERED] = value;
        if (value < least) {
          least = value;
          best = at;
        }
      }
      double[] rates = rates(best);
      return new NonIncreasing(rates, loss.loss(rates));
    }

    /** Goes on along a move, as far as the loss allows, and returns the next length. */
    private double next(double[] move, double fall) {
      double most = Arrays.stream(memory).max().orElse(value);
      double part = 1;
      double[] to = sum(at, part, move);
      while (!(value(to) <= most + ENOUGH * part * fall) && part > STANDSTILL) {
        part /= 2;
        to = sum(at, part, move);
      }
      double[] before = slope;
      double[] moved = sum(to, -1, at);
      at = to;
      value = value(at);
      slope = slope(at);
      double bend = dot(moved, sum(slope, -1, before));
      return bend <= 0 ? LONGEST : Math.min(LONGEST, dot(moved, moved) / bend);
    }

    private double value(double[] logs) {
      return loss.loss(rates(logs)) / unit;
    }

    /** By the logarithms, of which the first is fixed. */
    private double[] slope(double[] logs) {
      double[] rates = rates(logs);
      double[] byRate = loss.gradient(rates);
      double[] slope = new double[rates.length];
      Arrays.setAll(slope, t -> t == 0 ? 0 : byRate[t] * rates[t] / unit);
      return slope;
    }

    private static double[] rates(double[] logs) {
      return Arrays.stream(logs).map(Math::exp).toArray();
    }

    /** The nearest logarithms that never rise, from the peak to the floor. */
    private double[] projected(double[] logs) {
      double[] means = new double[logs.length];
      int[] sizes = new int[logs.length];
      int blocks = 0;
      for (int t = 1; t < logs.length; t++) {
        means[blocks] = logs[t];
        sizes[blocks++] = 1;
        while (blocks > 1 && means[blocks - 2] < means[blocks - 1]) {
          int size = sizes[blocks - 2] + sizes[blocks - 1];
          means[blocks - 2] += (means[blocks - 1] - means[blocks - 2]) * sizes[blocks - 1] / size;
          sizes[blocks - 2] = size;
          blocks--;
        }
      }
      double[] nearest = new double[logs.length];
      nearest[0] = peak;
      int t = 1;
      for (int block = 0; block < blocks; block++) {
        Arrays.fill(nearest, t, t + sizes[block], Math.max(floor, Math.min(peak, means[block])));
        t += sizes[block];
      }
      return nearest;
    }

    private static double[] sum(double[] a, double factor, double[] b) {
      return IntStream.range(0, a.length).mapToDouble(t -> a[t] + factor * b[t]).toArray();
    }

    private static double dot(double[] a, double[] b) {
      return IntStream.range(0, a.length).mapToDouble(t -> a[t] * b[t]).sum();
    }

    private static double largest(double[] a) {
      return Arrays.stream(a).map(Math::abs).max().orElse(0);
    }
  }
}
