package org.retrograde.experiments.solvable;

import java.util.List;

/**
 * The keys of section {@code powers}.
 *
 * @param temperatures in place of the problem's; none for that alone
 * @param spikes in place of the problem's; none for that alone
 * @param steps lengths of training, rising; none for that of the run alone
 * @param rates peaks, of which each schedule has the best
 * @param exponents of a single power, rising
 * @param crossings steps up to which the rate stays in two phases; may be none
 */
record PowersConfig(
    List<Double> temperatures,
    List<Double> spikes,
    List<Integer> steps,
    List<Double> rates,
    List<Double> exponents,
    List<Double> crossings) {

  /** Copies the lists. */
  PowersConfig {
    temperatures = List.copyOf(temperatures);
    spikes = List.copyOf(spikes);
    steps = List.copyOf(steps);
    rates = List.copyOf(rates);
    exponents = List.copyOf(exponents);
    crossings = List.copyOf(crossings);
  }
}
