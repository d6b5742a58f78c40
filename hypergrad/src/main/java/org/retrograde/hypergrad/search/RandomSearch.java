package org.retrograde.hypergrad.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * The start, then independent points, uniform in the box.
 *
 * @see <a href="https://jmlr.org/papers/v13/bergstra12a.html">Bergstra and Bengio (2012)</a>
 */
public record RandomSearch() implements Searcher {

  /** Trials handed out together; where time ends a search, so many may still be under way. */
  private static final int AT_ONCE = 32;

  @Override
  public String word() {
    return "random";
  }

  @Override
  public String meaning() {
    return "independent uniform draws";
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    RandomGenerator random = trials.random(word());
    trials.evaluate(List.of(trials.start()));
    while (trials.left() > 0) {
      List<double[]> points = new ArrayList<>();
      for (int i = Math.min(trials.left(), AT_ONCE); i > 0; i--) {
        points.add(uniform(random, trials.size()));
      }
      trials.evaluate(points);
    }
  }

  /** Returns a point of the unit cube. */
  static double[] uniform(RandomGenerator random, int size) {
    double[] point = new double[size];
    for (int i = 0; i < size; i++) {
      point[i] = random.nextDouble();
    }
    return point;
  }
}
