package org.retrograde.models.metrics;

/**
 * One class in the predictions of some rows.
 *
 * @param actual rows that are of it
 * @param predicted rows that were taken for it
 * @param both rows that are of it and were taken for it
 */
public record ClassCount(long actual, long predicted, long both) {

  /**
   * Returns the harmonic mean of precision and recall: 2 both / (actual + predicted).
   *
   * @return in [0, 1]; NaN for a class that has no row and was never predicted
   */
  public double f1() {
    return 2d * both / (actual + predicted);
  }
}
