package org.retrograde.reports.record;

import java.util.List;

/**
 * Exact derivatives with respect to the logarithms of hyperparameters.
 *
 * @param all one a hyperparameter and group
 */
public record Importances(List<Importance> all) implements ListFinding<Importance> {

  /** Copies the list. */
  public Importances {
    all = List.copyOf(all);
  }
}
