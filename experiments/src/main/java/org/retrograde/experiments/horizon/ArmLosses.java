package org.retrograde.experiments.horizon;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an arm leaves.
 *
 * @param rates that were tried
 * @param losses [length][rate], means over seeds; infinite where a run left the numbers
 */
record ArmLosses(List<Double> rates, List<List<Double>> losses) {

  /** Copies the lists. */
  ArmLosses {
    rates = List.copyOf(rates);
    losses = losses.stream().map(List::copyOf).toList();
  }

  /** Returns the number of the rate that is best for a length. */
  int bestAt(int length) {
    return IntStream.range(0, rates.size())
        .boxed()
        .min(Comparator.comparingDouble(losses.get(length)::get))
        .orElseThrow();
  }

  /** Returns what the rate that is best for each length leaves. */
  List<Double> best() {
    return IntStream.range(0, losses.size())
        .mapToObj(length -> losses.get(length).get(bestAt(length)))
        .toList();
  }

  /** Returns what one rate leaves over each length. */
  List<Double> at(int rate) {
    return losses.stream().map(of -> of.get(rate)).toList();
  }
}
