package org.retrograde.reports.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a figure of one run differs from that of another, over the seeds that both have; over all of
 * each where they have none in common.
 *
 * @param paired whether it is over common seeds
 * @param seeds how many common seeds finished in both; of unpaired runs, all that finished
 * @param diverged how many common seeds did not; of unpaired runs, how many of all
 * @param mean mean of the differences, or difference of the means; NaN if no seed finished
 * @param halfWidth half the width of its 95 % interval; NaN where there are too few seeds
 */
public record SeedDifference(
    boolean paired, int seeds, int diverged, double mean, double halfWidth) {

  /**
   * Compares two runs.
   *
   * @param first values by seed; not finite where a run diverged
   * @param second of the run from which those of the first are taken
   */
  public static SeedDifference of(Map<Long, Double> first, Map<Long, Double> second) {
    List<Double> differences = new ArrayList<>();
    first.forEach(
        (seed, value) -> {
          Double other = second.get(seed);
          if (other != null) {
            differences.add(other - value);
          }
        });
    if (differences.isEmpty()) {
      return unpaired(
          Spread.of(List.copyOf(first.values())), Spread.of(List.copyOf(second.values())));
    }
    Spread spread = Spread.of(differences);
    return new SeedDifference(
        true,
        spread.count(),
        differences.size() - spread.count(),
        spread.mean(),
        spread.halfWidth());
  }

  /**
   * The interval of Welch (1947), with the degrees of freedom of Satterthwaite (1946), rounded
   * down.
   */
  private static SeedDifference unpaired(Spread first, Spread second) {
    double mean = second.mean() - first.mean();
    int seeds = first.count() + second.count();
    int diverged = first.diverged() + second.diverged();
    if (first.count() < 2 || second.count() < 2) {
      return new SeedDifference(false, seeds, diverged, mean, Double.NaN);
    }
    double a = first.deviation() * first.deviation() / first.count();
    double b = second.deviation() * second.deviation() / second.count();
    double freedom =
        (a + b) * (a + b) / (a * a / (first.count() - 1) + b * b / (second.count() - 1));
    double halfWidth =
        a + b == 0 ? 0 : StudentT.quantile(Math.max(1, (int) freedom)) * Math.sqrt(a + b);
    return new SeedDifference(false, seeds, diverged, mean, halfWidth);
  }

  /** Returns what the seeds allow to say of the second run against the first. */
  public SeedVerdict verdict(boolean higherIsBetter) {
    return SeedVerdict.of(mean, halfWidth, higherIsBetter);
  }

  /** Returns over what it is, in words. */
  public String overWords() {
    String over =
        paired
            ? seeds == 1 ? "1 common seed" : seeds + " common seeds"
            : "no common seeds, unpaired over " + seeds;
    return diverged == 0 ? over : over + ", " + diverged + " diverged";
  }
}
