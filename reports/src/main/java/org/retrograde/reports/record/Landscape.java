package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The final loss and its derivative over a grid of learning rates, everything else fixed.
 *
 * @param points by rate, the lowest first
 * @param chaos natural logarithm of the learning rate from which the derivative says nothing of the
 *     loss any more, or null if it does everywhere
 * @param rule by which that was found
 */
public record Landscape(List<Point> points, @Nullable Double chaos, String rule)
    implements Finding {

  /** Copies the list. */
  public Landscape {
    points = List.copyOf(points);
  }

  /**
   * One learning rate.
   *
   * @param logRate natural logarithm of the learning rate
   * @param loss after the last step; infinite if the run diverged
   * @param derivative of the loss with respect to the logarithm; NaN if the run diverged
   * @param adjointExponent log2 |d_x| before the first step; NaN if the run diverged
   */
  public record Point(double logRate, double loss, double derivative, double adjointExponent) {}
}
