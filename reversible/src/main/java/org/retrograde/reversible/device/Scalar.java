package org.retrograde.reversible.device;

import java.util.Collection;
import java.util.List;

/**
 * A number that a device computes: asked for at once, known when it is read.
 *
 * <p>It is the number of the moment it was asked for, whatever is done to its tensors later and
 * however late it is read. Between the two the device may be given more work, so whoever asks for
 * all that is needed first and reads then waits once. It belongs to the thread of the handles that
 * it was asked of. Arithmetic on numbers that are not known yet is a lambda that reads them.
 */
@FunctionalInterface
public interface Scalar {

  /**
   * Returns the number; the same whenever it is asked. Waits for the device where it must.
   *
   * @throws LaneRangeException if earlier work of this thread left the range of its lanes and
   *     nothing has reported it yet, see {@link Device#settle}
   */
  double value();

  /** Returns a number that is known. */
  static Scalar of(double value) {
    return () -> value;
  }

  /** Returns the sum of numbers, added to 0 in their order when it is read. */
  static Scalar sum(Collection<? extends Scalar> terms) {
    List<Scalar> all = List.copyOf(terms);
    return () -> {
      double sum = 0;
      for (Scalar term : all) {
        sum += term.value();
      }
      return sum;
    };
  }
}
