package org.retrograde.models.metrics;

import java.util.List;

/**
 * How predictions of classes came out.
 *
 * @param counts one a class
 * @param confusion {@code [actual][predicted]}, numbers of rows; empty where there are more than
 *     {@link ClassTally#MOST_CONFUSED} classes
 * @param bins equal intervals of the largest probability, from 0 to 1; empty where outputs are no
 *     probabilities
 */
public record ClassFigures(
    List<ClassCount> counts, List<List<Long>> confusion, List<CalibrationBin> bins) {

  /** Copies the lists. */
  public ClassFigures {
    counts = List.copyOf(counts);
    confusion = confusion.stream().map(List::copyOf).toList();
    bins = List.copyOf(bins);
  }

  /** Returns the fraction of rows that are classified rightly. */
  public double accuracy() {
    return (double) counts.stream().mapToLong(ClassCount::both).sum()
        / counts.stream().mapToLong(ClassCount::actual).sum();
  }

  /**
   * Returns the mean over classes of {@link ClassCount#f1}, in which a class counts alike whether
   * it has many rows or few. Classes without rows that were never predicted do not count.
   */
  public double macroF1() {
    return counts.stream()
        .mapToDouble(ClassCount::f1)
        .filter(f1 -> !Double.isNaN(f1))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Returns the expected calibration error: the mean, over rows, of the distance between the
   * accuracy of a bin and the mean of its largest probabilities.
   *
   * @return in [0, 1]; NaN where outputs are no probabilities
   * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. (2017)</a>, equation 3
   */
  public double calibrationError() {
    return bins.stream().mapToDouble(CalibrationBin::gap).sum()
        / bins.stream().mapToLong(CalibrationBin::rows).sum();
  }
}
