package org.retrograde.models.data;

/**
 * A number of a row, as people know it.
 *
 * @param name such as the column of a file that it stands in
 * @param indicator whether it is 1 for rows of one category and 0 for others, which no scaling
 *     makes better
 */
public record Feature(String name, boolean indicator) {

  /** Makes one that is measured. */
  public Feature(String name) {
    this(name, false);
  }
}
