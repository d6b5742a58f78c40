package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schedules of the learning rate that were found in different ways, judged on the same seeds, which
 * nothing was chosen by.
 *
 * @param entries in the order of the config, at least one
 */
public record Contest(List<Entry> entries) implements Finding {

  /** Copies the list and checks that all were judged alike. */
  public Contest {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a contest has at least one entry");
    }
    Entry first = entries.get(0);
    for (Entry entry : entries) {
      if (entry.losses().size() != first.losses().size()
          || entry.rates().size() != first.rates().size()) {
        throw new IllegalArgumentException(
            "entries are judged on the same seeds and steps, got %d and %d of %s, %d and %d of %s"
                .formatted(
                    entry.losses().size(),
                    entry.rates().size(),
                    entry.name(),
                    first.losses().size(),
                    first.rates().size(),
                    first.name()));
      }
    }
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
   * @param promise by which part of its loss one step along the exact hypergradient is to lower it,
   *     if it moves no rate by more than a tenth; null where that is not known
   */
  public record Entry(
      String name,
      String words,
      boolean learnt,
      double runs,
      List<Double> rates,
      List<Double> losses,
      @Nullable Double promise) {

    /** Copies the lists. */
    public Entry {
      rates = List.copyOf(rates);
      losses = List.copyOf(losses);
    }
  }
}
