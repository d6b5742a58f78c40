package org.retrograde.reversible.device;

import java.util.List;

/**
 * A number that a device computes: asked for at once, known when it is read.
 *
 * <p>It is the number of the moment when it was asked for, whatever becomes of the arrays since. On
 * devices that work while the host goes on, reading waits, so a loop asks for all that it wants and
 * reads then. It belongs to the thread that asked for it.
 */
@FunctionalInterface
public interface Scalar {

  /**
   * Returns the number.
   *
   * @throws LaneRangeException if earlier work of this thread left the range of its lanes
   */
  double value();

  /** Returns the sum of numbers, added in their order. */
  static Scalar sum(List<Scalar> terms) {
    return () -> terms.stream().mapToDouble(Scalar::value).reduce(0, Double::sum);
  }

  /** Returns a number that is known. */
  static Scalar of(double value) {
    return () -> value;
  }
}
