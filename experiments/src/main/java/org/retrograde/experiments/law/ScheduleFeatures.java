package org.retrograde.experiments.law;

import java.util.Arrays;
import java.util.List;

/**
 * What the Opt-Laws-like law sees of a schedule: how far it goes, the noise that its rates put in
 * and what is left of that at the end, its peak, its end, and where the peak is.
 *
 * <p>The peak is sum eta^(p+1) / sum eta^p with p = 64, which has a derivative and is within 2 % of
 * the largest rate of a line to 0.
 */
final class ScheduleFeatures {

  /** Their names, in order. */
  static final List<String> NAMES =
      List.of(
          "log sum",
          "log noise",
          "log noise left, slow",
          "log noise left",
          "log noise left, fast",
          "log peak",
          "log end",
          "place of peak",
          "peak times place");

  private static final double[] SPEEDS = {0.02, 0.2, 2};
  private static final int SHARPNESS = 64;

  /** The part of the steps whose mean is the end. */
  private static final double END = 0.02;

  /** Rates below this part of the peak count as that. */
  private static final double LEAST = 1e-6;

  private final double[] rates;
  private final double sum;
  private final double squares;
  private final double[] left = new double[SPEEDS.length];
  private final double[] powers;
  private final double powerSum;
  private final double peak;
  private final int end;
  private final double endMean;
  private final double place;

  /** Looks at the first steps of a schedule. */
  ScheduleFeatures(double[] all, int steps) {
    double largest = Arrays.stream(all, 0, steps).max().orElse(0);
    this.rates =
        Arrays.stream(all, 0, steps).map(rate -> Math.max(rate, LEAST * largest)).toArray();
    this.sum = Arrays.stream(rates).sum();
    this.squares = Arrays.stream(rates).map(rate -> rate * rate).sum();
    double after = 0;
    for (int t = steps - 1; t >= 0; t--) {
      for (int i = 0; i < SPEEDS.length; i++) {
        left[i] += rates[t] * rates[t] * Math.exp(-2 * SPEEDS[i] * after);
      }
      after += rates[t];
    }
    this.powers = Arrays.stream(rates).map(rate -> Math.pow(rate / largest, SHARPNESS)).toArray();
    this.powerSum = Arrays.stream(powers).sum();
    double weighted = 0;
    int first = 0;
    for (int t = steps - 1; t >= 0; t--) {
      weighted += powers[t] * rates[t];
      first = rates[t] == largest ? t : first;
    }
    this.peak = weighted / powerSum;
    this.place = (double) first / steps;
    this.end = Math.max(1, (int) Math.round(END * steps));
    this.endMean = Arrays.stream(rates, steps - end, steps).average().orElse(0);
  }

  /** Returns the features. */
  double[] values() {
    return new double[] {
      Math.log(sum),
      Math.log(squares / sum),
      Math.log(left[0]),
      Math.log(left[1]),
      Math.log(left[2]),
      Math.log(peak),
      Math.log(endMean),
      place,
      peak * place
    };
  }

  /**
   * Returns the derivative of a weighted sum of the features with respect to each rate; the place
   * of the peak has none.
   */
  double[] gradient(double[] weights) {
    int steps = rates.length;
    double[] gradient = new double[steps];
    double ofPeak = weights[5] / peak + weights[8] * place;
    for (int t = 0; t < steps; t++) {
      double byPeak = powers[t] * (1 + SHARPNESS * (1 - peak / rates[t])) / powerSum;
      gradient[t] =
          (weights[0] - weights[1]) / sum
              + weights[1] * 2 * rates[t] / squares
              + ofPeak * byPeak
              + (t >= steps - end ? weights[6] / endMean / end : 0);
    }
    for (int i = 0; i < SPEEDS.length; i++) {
      addNoiseLeft(SPEEDS[i], weights[2 + i] / left[i], gradient);
    }
    return gradient;
  }

  /** Of sum eta_t^2 exp(-2 k sum_{j &gt; t} eta_j). */
  private void addNoiseLeft(double speed, double weight, double[] gradient) {
    double after = sum;
    double before = 0;
    for (int t = 0; t < rates.length; t++) {
      after -= rates[t];
      double kept = Math.exp(-2 * speed * after);
      gradient[t] += weight * (2 * rates[t] * kept - 2 * speed * before);
      before += rates[t] * rates[t] * kept;
    }
  }
}
