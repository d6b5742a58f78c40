package org.retrograde.models.data;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a file or folder that may hold test rows of their own.
 *
 * @param rows to train on, to tune by, and to test with where there are no others
 * @param test rows to test with, of the same classes; null where there are none of their own
 */
public record TrainAndTest(LabeledData rows, @Nullable LabeledData test) {

  /**
   * Cuts the rows into parts.
   *
   * @param seed of the order of the rows but those to test with, null for that of the files
   * @throws DataException if there are too few rows
   */
  public DataSplits split(Splits splits, RowCounts counts, @Nullable Long seed) {
    LabeledData ordered = seed == null ? rows : rows.shuffled(seed);
    return test == null ? splits.of(ordered, counts) : splits.of(ordered, test, counts);
  }
}
