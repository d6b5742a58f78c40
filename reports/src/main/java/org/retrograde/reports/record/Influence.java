package org.retrograde.reports.record;

import java.util.List;

/**
 * The training rows whose weight would change the final loss most.
 *
 * @param name what was differentiated
 * @param height of a row as a picture; 0 where rows are no pictures of one channel
 * @param width of it; 0 there
 * @param features names of the numbers of a row, where it is no picture, as many as are shown
 * @param helpful rows whose weight lowers the final loss, the most helpful first
 * @param harmful rows whose weight raises it, the most harmful first
 */
public record Influence(
    String name,
    int height,
    int width,
    List<String> features,
    List<Row> helpful,
    List<Row> harmful) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a row has another number of values than its picture, or
   *     features
   */
  public Influence {
    features = List.copyOf(features);
    helpful = List.copyOf(helpful);
    harmful = List.copyOf(harmful);
    int numbers = height > 0 && width > 0 ? Math.multiplyExact(height, width) : features.size();
    for (List<Row> rows : List.of(helpful, harmful)) {
      for (Row row : rows) {
        if (row.values().size() != numbers) {
          throw new IllegalArgumentException(
              "training row %d of '%s' needs %d numbers, got %d"
                  .formatted(row.id(), name, numbers, row.values().size()));
        }
      }
    }
  }

  /** Returns whether rows are pictures. */
  public boolean showsPictures() {
    return height > 0 && width > 0;
  }

  /**
   * A training row.
   *
   * @param id its number among the rows of the data that it was read from, from 1; a header is no
   *     row
   * @param label its class, or what else is to be said of it
   * @param derivative of the final loss by its weight, at a weight of 1
   * @param values as in the data, before any scaling, to the digits that single precision keeps;
   *     NaN where a cell was missing
   */
  public record Row(int id, String label, double derivative, List<Double> values) {

    /** Copies the list. */
    public Row {
      values = List.copyOf(values);
    }
  }
}
