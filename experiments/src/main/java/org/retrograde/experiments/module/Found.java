package org.retrograde.experiments.module;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found.
 *
 * @param settings of the section
 * @param start of all arms, in words
 * @param numbers that arms move
 * @param points that were found
 * @param searched by each method
 * @param judged at each width, that of tuning first
 * @param landscape along two directions, or none
 */
record Found(
    ModulesSettings settings,
    String start,
    int numbers,
    List<Point> points,
    Map<String, Arms.Searched> searched,
    List<Judged> judged,
    List<Direction> landscape) {

  /** Copies the lists. */
  Found {
    points = List.copyOf(points);
    judged = List.copyOf(judged);
    landscape = List.copyOf(landscape);
  }

  /** Returns the same with more widths. */
  Found with(List<Judged> more) {
    return new Found(settings, start, numbers, points, searched, more, landscape);
  }

  /** Returns what was judged at the width of tuning. */
  Judged base() {
    return judged.get(0);
  }

  /** Returns what was judged at other widths. */
  List<Judged> others() {
    return judged.subList(1, judged.size());
  }

  /** Returns what hypergradients found within a budget, if it was enough for a round. */
  Optional<Point> hypergradients(int budget) {
    return points.stream()
        .filter(point -> point.isOfHypergradients() && point.budget() == budget)
        .findFirst();
  }

  /** Returns what hypergradients found within the largest budget. */
  Optional<Point> tuned() {
    return hypergradients(settings.largestBudget());
  }

  /** Returns the best, on unseen seeds, of what searches found within the largest budget. */
  Optional<Point> bestSearch() {
    return points.stream()
        .filter(Point::isOfSearch)
        .filter(point -> point.budget() == settings.largestBudget())
        .min(Comparator.comparingDouble(base()::mean));
  }

  /** Returns the part of the gain in steps that another width has; NaN without a gain. */
  double kept(Judged other, Point tuned) {
    double gain = base().timesFewer(tuned).times() - 1;
    return gain > 0 ? (other.timesFewer(tuned).times() - 1) / gain : Double.NaN;
  }

  /**
   * Returns the runs of a search until it comes as low as a point on the seeds that it searches on,
   * over the budget of the point; infinite if it never does.
   */
  double multiple(Arms.Searched search, Point point) {
    return search.runsUntil(point.searched()) / point.budget();
  }

  /** Returns the same of the search that is there first. */
  double leastMultiple(Point point) {
    return searched.values().stream()
        .mapToDouble(search -> multiple(search, point))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Returns the least budget of a search whose point is as good as another on unseen seeds, over
   * the budget of that; infinite if there is none.
   */
  double leastMultipleUnseen(Point point) {
    return points.stream()
            .filter(Point::isOfSearch)
            .filter(rival -> base().mean(rival) <= base().mean(point))
            .mapToDouble(Point::budget)
            .min()
            .orElse(Double.POSITIVE_INFINITY)
        / point.budget();
  }
}
