package org.retrograde.hypergrad.search;

/**
 * What a search may spend, and the seeds that it trains on.
 *
 * @param runs training runs, at least {@code seeds}; never exceeded
 * @param seconds after which nothing new begins, see {@link Candidate#seconds}; above 0, infinite
 *     for no limit
 * @param seeds runs of each trial, on the same seeds in all of them, so that trials are compared on
 *     the same draws; at least 1
 * @param rootSeed from which all other seeds follow
 */
public record SearchSettings(int runs, double seconds, int seeds, long rootSeed) {

  /** Checks the ranges. */
  public SearchSettings {
    if (seeds < 1 || runs < seeds) {
      throw new IllegalArgumentException(
          "seeds must be at least 1 and runs at least seeds, got %d and %d".formatted(seeds, runs));
    }
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds must be above 0, got " + seconds);
    }
  }

  /** Makes settings without a limit on time. */
  public SearchSettings(int runs, int seeds, long rootSeed) {
    this(runs, Double.POSITIVE_INFINITY, seeds, rootSeed);
  }
}
