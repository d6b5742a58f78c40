package org.retrograde.models.metrics;

/**
 * Rows whose largest probability lies in one interval.
 *
 * @param rows how many there are
 * @param confidence sum of their largest probabilities
 * @param correct how many of them are classified rightly
 */
public record CalibrationBin(long rows, double confidence, long correct) {

  /** Without rows. */
  static final CalibrationBin EMPTY = new CalibrationBin(0, 0, 0);

  /** Returns a copy with one row more. */
  CalibrationBin with(double probability, boolean right) {
    return new CalibrationBin(rows + 1, confidence + probability, correct + (right ? 1 : 0));
  }

  /** Returns by how many rows confidence and accuracy differ; 0 without rows. */
  double gap() {
    return Math.abs(confidence - correct);
  }
}
