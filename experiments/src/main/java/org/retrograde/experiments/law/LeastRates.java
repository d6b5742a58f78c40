package org.retrograde.experiments.law;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Wsd;

/** The schedule of some steps from a peak that a law finds best, from several starts. */
public final class LeastRates {

  private static final List<Schedule> STARTS = List.of(new Linear(), new Cosine(), new Wsd());

  private LeastRates() {}

  /**
   * Finds it.
   *
   * @param peak rate of the first step, above 0
   * @param steps at least 1
   * @param floor least rate as a part of the peak, in (0, 1)
   */
  public static NonIncreasing of(RateLoss law, double peak, int steps, double floor) {
    Stream<NonIncreasing> found =
        STARTS.stream()
            .map(
                start ->
                    IntStream.range(0, steps)
                        .mapToDouble(t -> peak * start.factor(t, steps))
                        .toArray())
            .map(rates -> NonIncreasing.of(law, rates, floor * peak));
    return found.min(Comparator.comparingDouble(NonIncreasing::loss)).orElseThrow();
  }
}
