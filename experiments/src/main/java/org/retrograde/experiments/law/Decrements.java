package org.retrograde.experiments.law;

import java.util.Arrays;

/**
 * A schedule as the multi-power law reads it: sums of rates, and what the rate falls by at each
 * step after warm-up.
 *
 * <p>Warm-up is the stretch at the start over which rates rise from each step to the next. Its
 * rates count in the sums, and its rises are no (negative) falls: the official code sums them too,
 * which adds nearly B times the peak to every loss and so belongs to another L0.
 */
final class Decrements {

  /**
   * Rates below this part of the peak count as that in eta^-gamma, which has no value at 0. The
   * derivative of a rate below it is that of the others' terms.
   */
  private static final double LEAST = 1e-6;

  private final double[] rates;
  private final double[] sums;
  private final double[] logs;
  private final double least;
  private final int peak;

  private Decrements(double[] rates) {
    this.rates = rates;
    this.sums = new double[rates.length + 1];
    for (int t = 0; t < rates.length; t++) {
      sums[t + 1] = sums[t] + rates[t];
    }
    this.least = LEAST * Arrays.stream(rates).max().orElse(0);
    this.logs = Arrays.stream(rates).map(rate -> Math.log(Math.max(rate, least))).toArray();
    this.peak = endOfWarmup(rates);
  }

  static Decrements of(double[] rates) {
    return new Decrements(rates.clone());
  }

  private static int endOfWarmup(double[] rates) {
    int t = 0;
    while (t + 1 < rates.length && rates[t + 1] > rates[t]) {
      t++;
    }
    return t;
  }

  /** Returns the first step whose fall counts. */
  int first() {
    return peak + 1;
  }

  /** Returns by how much the rate of step k is below that before it. */
  double fall(int k) {
    return rates[k - 1] - rates[k];
  }

  double rate(int k) {
    return rates[k];
  }

  double logRate(int k) {
    return logs[k];
  }

  /** Returns whether a rate is so small that another stands for it in powers. */
  boolean isFloored(int k) {
    return rates[k] < least;
  }

  /** Returns the sum of the rates of the steps from {@code from} up to and without {@code to}. */
  double sum(int from, int to) {
    return sums[to] - sums[from];
  }
}
