package org.retrograde.reports.record;

import java.util.List;

/**
 * One size by width.
 *
 * @param measure what it is the size of
 * @param name of the layer's pre-activations, such as z2, or of the tensor, such as W2
 * @param step after which it was taken, 0 for the start
 * @param sizes mean magnitude at each width, over entries, rows and seeds; infinite where a run
 *     left the numbers
 * @param slope of log size against log width, by least squares; NaN where a size has no logarithm
 * @param error standard error of the slope, from the spread over seeds; NaN where the slope is
 */
public record CoordinateSeries(
    Measure measure, String name, int step, List<Double> sizes, double slope, double error) {

  /** What is measured. */
  public enum Measure {
    /** |z_t|: the pre-activations of a layer. */
    SIZE,
    /** |z_t - z_0|: how far training has moved them. */
    CHANGE,
    /** How far the first step of one tensor moves its own layer, all else being at the start. */
    OWN_CHANGE
  }

  /** Copies the list. */
  public CoordinateSeries {
    sizes = List.copyOf(sizes);
  }

  /** Returns whether the sizes are exactly 0 at every width. */
  public boolean vanishes() {
    return sizes.stream().allMatch(size -> size == 0);
  }
}
