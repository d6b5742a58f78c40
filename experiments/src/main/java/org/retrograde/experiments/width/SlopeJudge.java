package org.retrograde.experiments.width;

import org.apache.commons.math3.distribution.TDistribution;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/**
 * Tells slopes that are as they should be from those that are not, as far as chance allows.
 *
 * <p>A slope has an interval, its value give or take a margin, by Student's t from its error. What
 * is asked of it is whether the interval reaches back into the tolerance, and whether it reaches a
 * mistake, which is off by a half power of the width or more, so that half of that is the border.
 * Reaching the tolerance alone, the slope is as it should be; reaching a mistake alone, it is off.
 * Reaching both it is unclear until more seeds narrow it; reaching neither it is unclear until
 * wider networks do, since no wrong rule explains it, only widths too small for their limit.
 *
 * <p>All intervals of all looks hold at once with 99 %: by Bonferroni over claims, and over looks,
 * of which number j spends 1 / (j (j + 1)) of what is allowed, so that there may be any number.
 */
final class SlopeJudge {

  /** Half of the least power by which a wrong rule is off. */
  static final double MISTAKE = 0.25;

  /** The chance that any interval misses. */
  private static final double ERROR_RATE = 0.01;

  private static final int MOST_SEEDS = 1_000_000;

  private final int seeds;
  private final int look;
  private final int claims;
  private final double quantile;

  /**
   * Makes a judge.
   *
   * @param seeds that slopes are over, at least 2
   * @param look number of this look, from 1
   * @param claims that are judged at once
   */
  SlopeJudge(int seeds, int look, int claims) {
    this.seeds = seeds;
    this.look = look;
    this.claims = claims;
    this.quantile = quantile(seeds, look);
  }

  /** Returns what is to be said about a claim. */
  Outcome outcome(SlopeClaim claim) {
    if (Double.isNaN(claim.distance())) {
      return Outcome.OUTSIDE;
    }
    boolean off = !reachesTolerance(claim);
    boolean wrong = claim.distance() + margin(claim.series()) >= MISTAKE;
    return off == wrong ? (off ? Outcome.OUTSIDE : Outcome.WITHIN) : Outcome.UNCLEAR;
  }

  /** Returns whether a claim is unclear by chance, so that more seeds decide about it. */
  boolean hangsOnSeeds(SlopeClaim claim) {
    return outcome(claim) == Outcome.UNCLEAR && reachesTolerance(claim);
  }

  private boolean reachesTolerance(SlopeClaim claim) {
    return claim.distance() - margin(claim.series()) <= claim.tolerance();
  }

  /** Returns the figure of a claim. */
  UncertainFigure figure(SlopeClaim claim) {
    boolean vanishes = claim.series().vanishes();
    return new UncertainFigure(
        claim.criterion(),
        claim.subject(),
        vanishes ? 0 : claim.series().slope(),
        margin(claim.series()),
        claim.power() - claim.tolerance(),
        claim.power() + claim.tolerance(),
        outcome(claim),
        vanishes ? "exactly 0 at every width" : claim.explanation());
  }

  /**
   * Returns the number of seeds that would decide about an unclear claim, were its spread known.
   */
  int seedsFor(SlopeClaim claim) {
    double needed = Math.max(MISTAKE - claim.distance(), claim.distance() - claim.tolerance());
    double spread = claim.series().error() * Math.sqrt(seeds);
    int enough = seeds;
    do {
      enough *= 2;
    } while (enough < MOST_SEEDS
        && !(spread * quantile(enough, look + 1) / Math.sqrt(enough) < needed));
    return enough;
  }

  private double margin(CoordinateSeries series) {
    return series.vanishes() ? 0 : series.error() * quantile;
  }

  private double quantile(int ofSeeds, int atLook) {
    double misses = ERROR_RATE / (atLook * (atLook + 1.0)) / claims;
    return new TDistribution(ofSeeds - 1.0).inverseCumulativeProbability(1 - misses / 2);
  }
}
