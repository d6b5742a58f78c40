package org.retrograde.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells whether a first row of numbers that was read as data has the looks of a header. */
final class FirstRow {

  /** So many numbers that follow one another are no accident. */
  private static final int RUN = 3;

  /** So many rows must be there to compare with. */
  private static final int ROWS = 3;

  private FirstRow() {}

  /**
   * Returns what makes it look like a header, if anything does.
   *
   * @param features [row][column]; the first row is in question
   * @param labels of the rows
   */
  static Optional<String> suspicion(List<float[]> features, List<Integer> labels) {
    float[] first = features.get(0);
    if (features.size() <= ROWS || !isWhole(first)) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (first.length >= RUN && isRun(first)) {
      reasons.add("its numbers follow one another");
    }
    if (features.stream().skip(1).noneMatch(FirstRow::isWhole)) {
      reasons.add("it alone is of whole numbers");
    }
    if (labels.lastIndexOf(labels.get(0)) == 0) {
      reasons.add("no other row has the label " + labels.get(0));
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
  }

  private static boolean isWhole(float[] row) {
    for (float value : row) {
      if (value != Math.rint(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRun(float[] row) {
    for (int i = 1; i < row.length; i++) {
      if (row[i] != row[i - 1] + 1) {
        return false;
      }
    }
    return true;
  }
}
