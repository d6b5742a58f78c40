package org.retrograde.reports.record;

import java.util.List;

/**
 * Hypergradients of the starting settings averaged over seeds.
 *
 * @param all one curve a hyperparameter and group
 */
public record MeanDerivatives(List<MeanDerivative> all) implements ListFinding<MeanDerivative> {

  /** Copies the list. */
  public MeanDerivatives {
    all = List.copyOf(all);
  }
}
