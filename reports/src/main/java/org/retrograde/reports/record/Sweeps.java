package org.retrograde.reports.record;

import java.util.List;

/**
 * Sweeps over learning rates.
 *
 * @param all one an experiment and parametrization
 */
public record Sweeps(List<SweptRates> all) implements ListFinding<SweptRates> {

  /** Copies the list. */
  public Sweeps {
    all = List.copyOf(all);
  }
}
