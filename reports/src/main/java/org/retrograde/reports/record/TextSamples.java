package org.retrograde.reports.record;

import java.util.List;

/**
 * Texts that trained networks have written.
 *
 * @param all one an arm
 */
public record TextSamples(List<TextSample> all) implements ListFinding<TextSample> {

  /** Copies the list. */
  public TextSamples {
    all = List.copyOf(all);
  }
}
