package org.retrograde.experiments.module;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.reports.statistics.Spread;

/**
 * What points leave on unseen seeds at one width.
 *
 * @param width of the network
 * @param points that were trained
 * @param needed the lengths of their trainings
 * @param losses on test rows, [point][length][seed]; infinite where a run diverged
 */
record Judged(int width, List<Point> points, StepsNeeded needed, List<List<List<Double>>> losses) {

  /** Copies the lists. */
  Judged {
    points = List.copyOf(points);
    losses = losses.stream().map(rows -> rows.stream().map(List::copyOf).toList()).toList();
  }

  boolean has(Point point) {
    return points.contains(point);
  }

  private List<List<Double>> of(Point point) {
    return losses.get(points.indexOf(point));
  }

  private Point global() {
    return points.stream().filter(Point::isGlobal).findFirst().orElseThrow();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  /** Returns the losses of the whole training, a seed each. */
  List<Double> bySeed(Point point) {
    return last(of(point));
  }

  /** Returns the mean losses of all lengths. */
  List<Double> byLength(Point point) {
    return of(point).stream().map(Judged::average).toList();
  }

  /** Returns the mean loss of the whole training; infinite if a run diverged. */
  double mean(Point point) {
    return average(bySeed(point));
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(x -> x).average().orElseThrow();
  }

  /** Returns the change of the loss of each seed against the start of all. */
  Spread change(Point point) {
    return Spread.ofChange(bySeed(global()), bySeed(point));
  }

  /** Returns how many times fewer steps leave, in the mean, what the start of all leaves. */
  Fewer timesFewer(Point point) {
    return needed.timesFewer(byLength(point), byLength(global()));
  }

  /** Returns the same of each seed by itself, of which it can be told, rising. */
  List<Fewer> timesFewerBySeed(Point point) {
    return IntStream.range(0, bySeed(point).size())
        .mapToObj(seed -> needed.timesFewer(bySeed(point, seed), bySeed(global(), seed)))
        .filter(fewer -> !Double.isNaN(fewer.times()))
        .sorted(Comparator.comparingDouble(Fewer::times))
        .toList();
  }

  /** Returns the losses of all lengths from one seed. */
  private List<Double> bySeed(Point point, int seed) {
    return of(point).stream().map(length -> length.get(seed)).toList();
  }
}
