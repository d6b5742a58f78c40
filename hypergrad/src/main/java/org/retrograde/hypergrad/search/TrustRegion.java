package org.retrograde.hypergrad.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Random search in a trust region: points uniform in a small cube around the best so far, all of a
 * batch at once; the best of them takes its place if it is better, and the cube doubles, up to its
 * first size; else it halves. When it is smaller than a thousandth of the box it begins again at
 * its first size, around the same point. Coordinates outside of the box are taken to its edge.
 *
 * <p>So Mlodozeniec et al. search hyperparameters of modules; their constants are not public.
 * Doubling and halving are those of the trust regions of TuRBO, whose first cube is 0.8 of the box
 * wide. There are three settings as no one of them is best everywhere: a narrow cube learns early
 * in many dimensions, a wide one sees more than one valley.
 *
 * @param word names the setting
 * @param meaning says what it is for
 * @param radius half a side of the first cube, as a share of the box's, in (0, 1]
 * @param batch points tried at once, at least 1
 * @see <a href="https://arxiv.org/abs/2512.22382">Mlodozeniec et al. (2025)</a>, Complete(d)P
 * @see <a href="https://arxiv.org/abs/1910.01739">Eriksson et al. (2019)</a>, TuRBO
 */
public record TrustRegion(String word, String meaning, double radius, int batch)
    implements Searcher {

  /** The settings that a config can name. */
  public static final List<TrustRegion> SETTINGS =
      List.of(
          new TrustRegion(
              "trust-region",
              "the best of 8 draws around the best so far, at first from half of the box, from half"
                  + " as much where none is better, from twice as much again where one is",
              0.25,
              8),
          new TrustRegion(
              "trust-region-narrow", "the same of 4 draws, at first from a tenth of it", 0.05, 4),
          new TrustRegion(
              "trust-region-wide", "the same of 16 draws, at first from all of it", 0.5, 16));

  private static final double SMALLEST_RADIUS = 5e-4;

  /** Checks the ranges. */
  public TrustRegion {
    if (!(radius > 0 && radius <= 1)) {
      throw new IllegalArgumentException("radius must be in (0, 1], got " + radius);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    }
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    RandomGenerator random = trials.random(word);
    double[] best = trials.start();
    double least = trials.evaluate(List.of(best))[0];
    double now = radius;
    while (trials.left() > 0) {
      List<double[]> points = new ArrayList<>();
      for (int k = Math.min(batch, trials.left()); k > 0; k--) {
        points.add(near(best, now, random));
      }
      double[] losses = trials.evaluate(points);
      double before = least;
      for (int k = 0; k < losses.length; k++) {
        if (losses[k] < least) {
          least = losses[k];
          best = points.get(k);
        }
      }
      now = least < before ? Math.min(2 * now, radius) : now / 2;
      if (now < SMALLEST_RADIUS) {
        now = radius;
      }
    }
  }

  private static double[] near(double[] centre, double radius, RandomGenerator random) {
    double[] point = centre.clone();
    for (int i = 0; i < point.length; i++) {
      double moved = point[i] + radius * (2 * random.nextDouble() - 1);
      point[i] = Math.min(Math.max(moved, 0), 1);
    }
    return point;
  }
}
