package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;
import org.retrograde.reports.record.LossLaws;

/**
 * Random schedules of five families, of 200, 400 or 800 steps, and how a law by features ranks
 * those of a length or a family that it was fitted without.
 *
 * @param all with their final losses above what is irreducible
 */
record RandomSchedules(List<Drawn> all) {

  private static final int[] LENGTHS = {200, 400, 800};
  private static final Set<String> SEEN = Set.of("cosine", "wsd", "flat");

  /** As many are ranked at once. */
  private static final int GROUP = 8;

  private static final int GROUPS = 1000;

  /** Peaks are drawn between this part of the highest and the highest, evenly in the logarithm. */
  private static final double LOWEST_PEAK = 1.0 / 16;

  /**
   * One schedule.
   *
   * @param family its word
   * @param curve its rates and final loss
   */
  private record Drawn(String family, LossCurve curve) {

    double loss() {
      return curve.losses().get(0);
    }

    boolean isLong() {
      return curve.rates().size() == LENGTHS[LENGTHS.length - 1];
    }
  }

  /**
   * Draws schedules.
   *
   * @param count how many
   * @param peak the highest that is drawn
   */
  static RandomSchedules draw(int count, double peak, RateLoss loss, RandomGenerator random) {
    List<Drawn> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Schedule schedule = schedule(i % 5, random);
      int steps = LENGTHS[random.nextInt(LENGTHS.length)];
      double factor = Math.pow(LOWEST_PEAK, random.nextDouble());
      double[] rates =
          IntStream.range(0, steps)
              .mapToDouble(t -> peak * factor * schedule.factor(t, steps))
              .toArray();
      LossCurve curve =
          new LossCurve(
              "random " + i,
              IntStream.range(0, steps).mapToObj(t -> rates[t]).toList(),
              List.of(steps),
              List.of(loss.loss(rates)));
      all.add(new Drawn(schedule.word(), curve));
    }
    return new RandomSchedules(List.copyOf(all));
  }

  private static Schedule schedule(int family, RandomGenerator random) {
    return switch (family) {
      case 0 -> new Cosine(0.2 * random.nextDouble(), 1);
      case 1 -> new Wsd(0.05 + 0.75 * random.nextDouble(), Fall.LINEAR, 0.2 * random.nextDouble());
      case 2 -> Schedules.FLAT;
      case 3 -> new Linear();
      default -> new InversePower(0.2 + 0.8 * random.nextDouble(), 5 + 45 * random.nextDouble());
    };
  }

  /** Returns how the law ranks longer schedules, and those of other families. */
  List<LossLaws.Ranking> rankings() {
    return List.of(
        ranking("longer", one -> !one.isLong()),
        ranking("other-families", one -> SEEN.contains(one.family())));
  }

  private LossLaws.Ranking ranking(String name, Predicate<Drawn> seen) {
    List<LossCurve> fitted = all.stream().filter(seen).map(Drawn::curve).toList();
    List<Drawn> others = all.stream().filter(seen.negate()).toList();
    LossLaw law = OptLawsLikeFit.of(fitted, 0).law();
    double[] losses = others.stream().mapToDouble(one -> Math.log(one.loss())).toArray();
    double[] said =
        others.stream().mapToDouble(one -> Math.log(law.loss(one.curve().rateArray()))).toArray();
    double left = new ArrayRealVector(losses).getDistance(new ArrayRealVector(said));
    return new LossLaws.Ranking(
        name,
        law.word(),
        fitted.size(),
        others.size(),
        1 - left * left / (StatUtils.populationVariance(losses) * losses.length),
        new SpearmansCorrelation().correlation(losses, said),
        hits(losses, said));
  }

  /** The part of many groups whose best schedule is among the two that are said to be best. */
  private static double hits(double[] losses, double[] said) {
    RandomDataGenerator random = new RandomDataGenerator(new Well19937c(0));
    int hits = 0;
    for (int draw = 0; draw < GROUPS; draw++) {
      int[] group = random.nextPermutation(losses.length, GROUP);
      int best = group[0];
      for (int i : group) {
        best = losses[i] < losses[best] ? i : best;
      }
      double ofBest = said[best];
      hits += IntStream.of(group).filter(i -> said[i] < ofBest).count() < 2 ? 1 : 0;
    }
    return (double) hits / GROUPS;
  }
}
