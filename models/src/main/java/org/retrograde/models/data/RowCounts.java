package org.retrograde.models.data;

/**
 * How many rows go to training, to validation and to the test.
 *
 * @param train training rows, at least 1
 * @param validation validation rows, at least 1
 * @param test test rows, at least 1
 */
public record RowCounts(int train, int validation, int test) {
  /**
   * Checks the three counts.
   *
   * @throws DataException if one of them is below 1
   */
  public RowCounts {
    requirePositive("train", train);
    requirePositive("validation", validation);
    requirePositive("test", test);
  }

  private static void requirePositive(String name, int rows) {
    if (rows < 1) {
      throw new DataException("the " + name + " split needs at least 1 row, got " + rows);
    }
  }
}
