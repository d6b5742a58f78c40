package org.retrograde.models.npz;

import java.util.List;
import org.retrograde.models.table.ColumnSurvey;

/**
 * What an archive of arrays is, before anything is said about it.
 *
 * @param names of the arrays of inputs and labels, and of those of test rows if it has some
 * @param unused names of the other arrays
 * @param rows with labels, without test rows of their own
 * @param testRows test rows of their own; 0 without
 * @param sizes numbers of a row in each dimension
 * @param bytes whether inputs are bytes without a sign
 * @param labels those of the rows
 */
public record NpzSurvey(
    NpzNames names,
    List<String> unused,
    int rows,
    int testRows,
    List<Integer> sizes,
    boolean bytes,
    ColumnSurvey labels) {

  /** Copies the lists. */
  public NpzSurvey {
    unused = List.copyOf(unused);
    sizes = List.copyOf(sizes);
  }
}
