package org.retrograde.reports.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The best loss of one way to look for hyperparameters, by what it had spent.
 *
 * @param method name of the way
 * @param numbers how many raw numbers it looked for
 * @param runsOfAHypergradient as how many training runs one hypergradient counts, or null for a
 *     method that takes no derivatives
 * @param points each time that a lower loss was found, in order
 * @param runs training runs spent in all
 * @param seconds spent in all, the times of all runs added up
 * @param found the best values by name, where they are few; otherwise empty
 * @param verdict how the best values do on seeds that nothing was chosen by, or null if not known
 */
public record SearchCurve(
    String method,
    int numbers,
    @Nullable Double runsOfAHypergradient,
    List<SearchPoint> points,
    double runs,
    double seconds,
    Map<String, Double> found,
    @Nullable SearchVerdict verdict) {

  /** Copies the list and the map, keeping their order. */
  public SearchCurve {
    points = List.copyOf(points);
    found = Copies.ordered(found);
  }

  /** Whether the method follows hypergradients. */
  public boolean descends() {
    return runsOfAHypergradient != null;
  }
}
