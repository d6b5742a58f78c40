package org.retrograde.hypergrad.check;

import java.util.List;

/**
 * How far the derivative of the final loss with respect to all weights grows on its way back. Where
 * it grows by orders of magnitude, tiny changes of early steps decide the end: training is beyond
 * the edge of chaos, and a derivative with respect to those steps, right as it is, says little of
 * the loss a step away.
 *
 * @param decades log10 of the largest |d_x| over that after the last step; 0 where that is 0
 */
public record AdjointGrowth(double decades) {

  /** Up to a thousand times is taken for usable. */
  public static final double LIMIT = 3;

  /**
   * Measures it.
   *
   * @param norms |d_x| before each step and after the last; NaN where the way back did not come
   */
  public static AdjointGrowth of(List<Double> norms) {
    double last = norms.get(norms.size() - 1);
    double largest = norms.stream().mapToDouble(norm -> norm).filter(n -> n > 0).max().orElse(0);
    return new AdjointGrowth(last > 0 ? Math.log10(largest / last) : 0);
  }

  /** Returns whether training is beyond the edge of chaos. */
  public boolean isChaotic() {
    return !(decades <= LIMIT);
  }
}
