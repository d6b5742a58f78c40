package org.retrograde.reports.record;

import java.util.List;

/**
 * Numbers that are pictures: penalties of the weights behind each pixel, or learned images.
 *
 * @param name what the numbers are
 * @param rows of each picture
 * @param columns of each picture
 * @param logarithmic whether equal factors, and not equal differences, are to look alike
 * @param pictures one or more
 */
public record PictureSet(
    String name, int rows, int columns, boolean logarithmic, List<Picture> pictures) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a picture has another size, or none
   */
  public PictureSet {
    pictures = List.copyOf(pictures);
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a picture has at least 1 row and 1 column, got %d by %d".formatted(rows, columns));
    }
    for (Picture picture : pictures) {
      if (picture.values().size() != (long) rows * columns) {
        throw new IllegalArgumentException(
            "a picture of %d by %d needs %d numbers, '%s' has %d"
                .formatted(
                    rows,
                    columns,
                    (long) rows * columns,
                    picture.label(),
                    picture.values().size()));
      }
    }
  }

  /**
   * One picture.
   *
   * @param label what it is of
   * @param values row by row
   */
  public record Picture(String label, List<Double> values) {

    /** Copies the list. */
    public Picture {
      values = List.copyOf(values);
    }
  }
}
