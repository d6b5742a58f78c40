package org.retrograde.reports.record;

import java.util.List;

/**
 * Schedules of the learning rate that were found in different ways, judged on the same seeds, which
 * nothing was chosen by.
 *
 * @param entries in the order of the config
 */
public record Contest(List<Entry> entries) implements Finding {

  /** Copies the list. */
  public Contest {
    entries = List.copyOf(entries);
  }

  /**
   * What was found in one way.
   *
   * @param name what the config calls it
   * @param words what it is
   * @param learnt whether hypergradients found it, not a search
   * @param runs training runs that it took; a hypergradient counts as several
   * @param rates its learning rates by step, the geometric mean over the parameter groups, without
   *     the factors of a width
   * @param losses final validation losses, a seed each; infinite where a run diverged
   */
  public record Entry(
      String name,
      String words,
      boolean learnt,
      double runs,
      List<Double> rates,
      List<Double> losses) {

    /** Copies the lists. */
    public Entry {
      rates = List.copyOf(rates);
      losses = List.copyOf(losses);
    }
  }
}
