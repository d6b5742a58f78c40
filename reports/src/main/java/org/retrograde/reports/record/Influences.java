package org.retrograde.reports.record;

import java.util.List;

/**
 * Which training rows help and which harm.
 *
 * @param all one for each thing that was differentiated
 */
public record Influences(List<Influence> all) implements ListFinding<Influence> {

  /** Copies the list. */
  public Influences {
    all = List.copyOf(all);
  }
}
