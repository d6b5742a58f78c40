package org.retrograde.experiments.example;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.search.Trials;

/**
 * Compass search: tries a step up and a step down in every coordinate, moves to the best point, and
 * halves its step where none is better. A searcher as somebody else would write it, in one file and
 * a line of {@code META-INF/services}.
 *
 * @param step the first one, in the unit cube, in (0, 1]
 * @see <a href="https://doi.org/10.1137/S003614450242889">Kolda, Lewis and Torczon (2003)</a>
 */
public record PatternSearch(double step) implements Searcher {

  /** Checks the range. */
  public PatternSearch {
    if (!(step > 0 && step <= 1)) {
      throw new IllegalArgumentException("step must be above 0 and at most 1, got " + step);
    }
  }

  /** Makes one that begins with a fifth of the box, which is what the word alone stands for. */
  public PatternSearch() {
    this(0.2);
  }

  @Override
  public String word() {
    return "pattern";
  }

  @Override
  public String meaning() {
    return "steps along the axes, halved where none helps";
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    double[] best = trials.start();
    double least = trials.evaluate(List.of(best))[0];
    double width = step;
    while (trials.left() > 0) {
      List<double[]> points = around(best, width);
      points = points.subList(0, Math.min(points.size(), trials.left()));
      double[] losses = trials.evaluate(points);
      boolean moved = false;
      for (int i = 0; i < losses.length; i++) {
        if (losses[i] < least) {
          least = losses[i];
          best = points.get(i);
          moved = true;
        }
      }
      width = moved ? width : width / 2;
    }
  }

  private static List<double[]> around(double[] point, double width) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < point.length; i++) {
      for (double sign : new double[] {1, -1}) {
        double[] moved = point.clone();
        moved[i] = Math.min(1, Math.max(0, moved[i] + sign * width));
        points.add(moved);
      }
    }
    return points;
  }
}
