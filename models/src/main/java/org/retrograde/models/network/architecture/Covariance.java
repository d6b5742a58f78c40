package org.retrograde.models.network.architecture;

import java.util.function.IntToDoubleFunction;

/**
 * How numbers of one column at the places of a window vary together, over draws of the weights; the
 * columns are alike and independent. Symmetric.
 */
final class Covariance {

  private final double[][] entries;

  private Covariance(double[][] entries) {
    this.entries = entries;
  }

  /** An entry of a pair of places, counted from 0. */
  @FunctionalInterface
  interface Entry {

    double at(int row, int column);
  }

  static Covariance of(int places, Entry entry) {
    double[][] entries = new double[places][places];
    for (int i = 0; i < places; i++) {
      for (int j = 0; j < places; j++) {
        entries[i][j] = entry.at(i, j);
      }
    }
    return new Covariance(entries);
  }

  /** Makes one that is the same at all places, and the same at each pair of them. */
  static Covariance of(int places, double variance, double shared) {
    return of(places, (i, j) -> i == j ? variance : shared);
  }

  int places() {
    return entries.length;
  }

  double at(int row, int column) {
    return entries[row][column];
  }

  /** Returns the mean variance. */
  double variance() {
    return mean(i -> entries[i][i]);
  }

  /** Returns the mean over places of the sum of products with another's entries. */
  double times(Covariance other) {
    return mean(
        i -> {
          double sum = 0;
          for (int j = 0; j < places(); j++) {
            sum += entries[i][j] * other.entries[i][j];
          }
          return sum;
        });
  }

  private double mean(IntToDoubleFunction ofPlace) {
    double sum = 0;
    for (int i = 0; i < places(); i++) {
      sum += ofPlace.applyAsDouble(i);
    }
    return sum / places();
  }

  /** Returns a weighted sum. */
  Covariance plus(double own, double factor, Covariance other) {
    return of(places(), (i, j) -> own * entries[i][j] + factor * other.entries[i][j]);
  }

  Covariance scaled(double factor) {
    return of(places(), (i, j) -> factor * entries[i][j]);
  }

  /** Returns that of products with independent numbers. */
  Covariance gated(Covariance other) {
    return of(places(), (i, j) -> entries[i][j] * other.entries[i][j]);
  }

  /** Returns that of numbers divided by the deviations of others. */
  Covariance over(Covariance others) {
    double[] deviations = new double[places()];
    for (int i = 0; i < places(); i++) {
      deviations[i] = Math.sqrt(others.entries[i][i]);
    }
    return of(places(), (i, j) -> entries[i][j] / (deviations[i] * deviations[j]));
  }

  /** Returns a polynomial of the entries: that of functions of normal numbers. */
  Covariance polynomial(double constant, double first, double second) {
    return of(places(), (i, j) -> constant + entries[i][j] * (first + entries[i][j] * second));
  }

  /** Returns that of means over a place and those before it. */
  Covariance means() {
    Covariance sums = sums();
    return of(places(), (i, j) -> sums.at(i, j) / ((i + 1d) * (j + 1)));
  }

  /**
   * Returns, for each pair of places, the sum of squares over those up to the one and those up to
   * the other, of entries less the means of their row and of their column there.
   */
  Covariance centredSquares() {
    Covariance means = means();
    Covariance squares = of(places(), (i, j) -> entries[i][j] * entries[i][j]).sums();
    double[][] ofRows =
        new double[places()][places()]; // squared means of rows, as far as j, up to i
    for (int i = 0; i < places(); i++) {
      double row = 0;
      for (int j = 0; j < places(); j++) {
        row += entries[i][j];
        double mean = row / (j + 1);
        ofRows[i][j] = mean * mean + (i == 0 ? 0 : ofRows[i - 1][j]);
      }
    }
    return of(
        places(),
        (i, j) ->
            squares.at(i, j)
                - (j + 1) * ofRows[i][j]
                - (i + 1) * ofRows[j][i]
                + (i + 1d) * (j + 1) * means.at(i, j) * means.at(i, j));
  }

  /** Returns sums over rows and columns up to each. */
  private Covariance sums() {
    double[][] sums = new double[places()][places()];
    for (int i = 0; i < places(); i++) {
      double row = 0;
      for (int j = 0; j < places(); j++) {
        row += entries[i][j];
        sums[i][j] = row + (i == 0 ? 0 : sums[i - 1][j]);
      }
    }
    return new Covariance(sums);
  }

  /** Returns what {@link #means} passes back to the numbers that it takes the means of. */
  Covariance shares() {
    int last = places() - 1;
    double[][] sums = new double[places()][places()];
    for (int i = last; i >= 0; i--) {
      double row = 0;
      for (int j = last; j >= 0; j--) {
        row += entries[i][j] / ((i + 1d) * (j + 1));
        sums[i][j] = row + (i == last ? 0 : sums[i + 1][j]);
      }
    }
    return new Covariance(sums);
  }
}
