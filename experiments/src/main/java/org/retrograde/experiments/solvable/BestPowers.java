package org.retrograde.experiments.solvable;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.TwoPhase;

/**
 * The best of a grid of schedules whose rate falls with a power of the step.
 *
 * @param constant the best rate that stays
 * @param powers eta (1 + t)^-beta of each exponent, all at the rate that the best of all has
 * @param slopes derivative of the loss of each with respect to beta
 * @param best which of them leaves least
 * @param phases for each crossing, at its best rate
 */
record BestPowers(
    BestPeak constant,
    List<BestPeak> powers,
    List<Double> slopes,
    int best,
    List<BestPeak> phases) {

  /** Copies the lists. */
  BestPowers {
    powers = List.copyOf(powers);
    slopes = List.copyOf(slopes);
    phases = List.copyOf(phases);
  }

  /** Tries all. */
  static BestPowers of(RateLoss loss, int steps, PowersConfig grid) {
    List<InversePower> shapes =
        grid.exponents().stream().map(exponent -> new InversePower(exponent, 1)).toList();
    BestPeak best =
        shapes.stream()
            .map(shape -> BestPeak.among(loss, shape, steps, grid.rates()))
            .min(Comparator.comparingDouble(BestPeak::loss))
            .orElseThrow();
    List<BestPeak> powers =
        shapes.stream()
            .map(shape -> BestPeak.among(loss, shape, steps, List.of(best.peak())))
            .toList();
    return new BestPowers(
        BestPeak.among(loss, Schedules.FLAT, steps, grid.rates()),
        powers,
        powers.stream().map(power -> slope(loss, power.rates())).toList(),
        IntStream.range(0, shapes.size())
            .boxed()
            .min(Comparator.comparingDouble(i -> powers.get(i).loss()))
            .orElseThrow(),
        grid.crossings().stream()
            .map(crossing -> new TwoPhase(1, crossing, new TwoPhase().sharpness()))
            .map(shape -> BestPeak.among(loss, shape, steps, grid.rates()))
            .toList());
  }

  /** By the exponent: -sum_t dL/d eta_t eta_t log(1 + t). */
  private static double slope(RateLoss loss, double[] rates) {
    double[] byRate = loss.gradient(rates);
    return -IntStream.range(0, rates.length)
        .mapToDouble(t -> byRate[t] * rates[t] * Math.log1p(t))
        .sum();
  }

  /** Returns the best single power. */
  BestPeak power() {
    return powers.get(best);
  }

  /** Returns which of the two-phase schedules leaves least; there must be some. */
  int bestPhase() {
    return IntStream.range(0, phases.size())
        .boxed()
        .min(Comparator.comparingDouble(i -> phases.get(i).loss()))
        .orElseThrow();
  }

  /**
   * Returns the part of the other exponents whose derivative points to the best one: below 0 under
   * it, above 0 beyond it.
   */
  double pointing() {
    return IntStream.range(0, slopes.size())
            .filter(i -> i != best && Math.signum(slopes.get(i)) == Math.signum(i - best))
            .count()
        / (slopes.size() - 1.0);
  }
}
