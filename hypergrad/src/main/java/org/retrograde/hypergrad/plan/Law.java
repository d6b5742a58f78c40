package org.retrograde.hypergrad.plan;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A cost against the number of parameters, from what was measured at some of them: straight lines
 * from each to the next, and beyond the largest straight on, so that what a cost has that does not
 * grow, and where state leaves the cache, is in it as far as it was measured. Never below 0.
 */
final class Law {

  private final NavigableMap<Long, Double> measured;

  /**
   * Makes a law.
   *
   * @param measured costs by numbers of parameters, at least one
   */
  Law(Map<Long, Double> measured) {
    this.measured = new TreeMap<>(measured);
  }

  /** Returns the cost of some number of parameters. */
  double at(long parameters) {
    Map.Entry<Long, Double> above = measured.higherEntry(parameters);
    Map.Entry<Long, Double> to = above == null ? measured.lastEntry() : above;
    Map.Entry<Long, Double> from = measured.lowerEntry(to.getKey());
    if (from == null) {
      return proportional(to, parameters);
    }
    double slope = (to.getValue() - from.getValue()) / (to.getKey() - from.getKey());
    return Math.max(0, to.getValue() + slope * (parameters - to.getKey()));
  }

  /**
   * Returns the cost if beyond the largest number it grew in proportion to the parameters: the
   * other guess, to tell how far apart guesses are.
   */
  double proportionalAt(long parameters) {
    Map.Entry<Long, Double> last = measured.lastEntry();
    return parameters <= last.getKey() ? at(parameters) : proportional(last, parameters);
  }

  private static double proportional(Map.Entry<Long, Double> point, long parameters) {
    return point.getValue() * parameters / point.getKey();
  }
}
