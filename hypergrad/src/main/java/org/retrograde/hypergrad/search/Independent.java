package org.retrograde.hypergrad.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * One number at a time: points evenly along the first number's line through the start; then, at the
 * best of them, along the line of every other number at once; then the best of each together.
 *
 * <p>It needs {@code points} trials a number, where a grid needs their power, and finds the best
 * point if the best value of no number but the first hangs on others, as is meant for the
 * multipliers of u-muP. After that it begins again around the best point, with lines that reach to
 * the next points; and at a random one when they have become short.
 *
 * @param points of a line, at least 3
 * @see <a href="https://arxiv.org/abs/2407.17465">Blake et al. (2024)</a>, u-muP, section 4.5
 */
public record Independent(int points) implements Searcher {

  private static final double SHORTEST = 1e-6;

  /** Checks the range. */
  public Independent {
    if (points < 3) {
      throw new IllegalArgumentException("points must be at least 3, got " + points);
    }
  }

  /** Makes the usual one. */
  public Independent() {
    this(7);
  }

  @Override
  public String word() {
    return "independent";
  }

  @Override
  public String meaning() {
    return "lines of evenly spaced values, the first number's, then each other's at its best, then"
        + " the bests together, as in u-muP";
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    RandomGenerator random = trials.random(word());
    double[] start = trials.start();
    List<Integer> others = IntStream.range(1, trials.size()).boxed().toList();
    double shorter = Math.min(2.0 / (points - 1), 0.5);
    while (trials.left() > 0) {
      Lines lines = new Lines(trials, start, points);
      for (double span = 1; span > SHORTEST && trials.left() > 0; span *= shorter) {
        lines.search(List.of(0), span);
        lines.search(others, span);
      }
      start = RandomSearch.uniform(random, trials.size());
    }
  }

  /** Lines through the best point so far. */
  private static final class Lines {

    private final Trials trials;
    private final int points;
    private double[] best;
    private double loss;

    Lines(Trials trials, double[] start, int points) throws InterruptedException {
      this.trials = trials;
      this.points = points;
      this.best = start;
      this.loss = trials.evaluate(List.of(start))[0];
    }

    /**
     * Tries lines of some numbers, all through the same point, then what was best on each together.
     * The budget may cut them short.
     */
    void search(List<Integer> numbers, double span) throws InterruptedException {
      List<double[]> tried = new ArrayList<>();
      List<Integer> moved = new ArrayList<>();
      for (int number : numbers) {
        for (double value : values(best[number], span)) {
          if (value != best[number] && tried.size() < trials.left()) {
            tried.add(with(best, number, value));
            moved.add(number);
          }
        }
      }
      if (tried.isEmpty()) {
        return;
      }
      double[] losses = trials.evaluate(tried);
      double[] together = best.clone();
      double[] least = new double[best.length];
      Arrays.fill(least, loss);
      for (int i = 0; i < losses.length; i++) {
        int number = moved.get(i);
        if (losses[i] < least[number]) {
          least[number] = losses[i];
          together[number] = tried.get(i)[number];
        }
      }
      for (int i = 0; i < losses.length; i++) {
        keep(tried.get(i), losses[i]);
      }
      if (trials.left() > 0 && tried.stream().noneMatch(point -> Arrays.equals(point, together))) {
        keep(together, trials.evaluate(List.of(together))[0]);
      }
    }

    private void keep(double[] point, double itsLoss) {
      if (itsLoss < loss) {
        loss = itsLoss;
        best = point;
      }
    }

    private static double[] with(double[] point, int number, double value) {
      double[] other = point.clone();
      other[number] = value;
      return other;
    }

    /** Returns values around a centre, from edge to edge of the box at most. */
    private double[] values(double centre, double span) {
      double low = Math.min(Math.max(centre - span / 2, 0), 1 - span);
      double[] values = new double[points];
      Arrays.setAll(values, i -> low + span * i / (points - 1));
      return values;
    }
  }
}
