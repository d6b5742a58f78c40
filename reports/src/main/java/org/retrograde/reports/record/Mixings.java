package org.retrograde.reports.record;

import java.util.List;

/**
 * How tasks share weights.
 *
 * @param all one matrix a layer
 */
public record Mixings(List<MixingMatrix> all) implements ListFinding<MixingMatrix> {

  /** Copies the list. */
  public Mixings {
    all = List.copyOf(all);
  }
}
