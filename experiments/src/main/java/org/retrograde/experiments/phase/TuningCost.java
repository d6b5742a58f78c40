package org.retrograde.experiments.phase;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What tuning a narrow network cost, in trainings of a wide one. Counted as gradient evaluations of
 * training steps, all of as many rows, times parameters, so it does not depend on the machine:
 * nearly all arithmetic is matrix products.
 */
final class TuningCost {

  private TuningCost() {}

  /**
   * Returns a sentence with the cost in trainings of each width.
   *
   * @param runs training runs of the tuned width that tuning took, hypergradients counted as such
   */
  static String sentence(Problem problem, double runs, List<Integer> widths) {
    double cost = runs * parameters(problem.groups());
    String parts =
        widths.stream()
            .map(
                width ->
                    String.format(
                        Locale.ROOT,
                        "%.3g of width %d",
                        cost / parameters(problem.groups(width)),
                        width))
            .collect(Collectors.joining(", "));
    return "Tuning took the arithmetic (gradient evaluations of training steps, times parameters)"
        + " of this many trainings: "
        + parts
        + ". Losses on the tuned rows, and the search for where tuning began, come on top.";
  }

  private static double parameters(List<ParameterGroup> groups) {
    return groups.stream().mapToLong(ParameterGroup::size).sum();
  }
}
