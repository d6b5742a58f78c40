package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Hypergradients of the starting settings averaged over seeds.
 *
 * @param all one curve a hyperparameter and group
 */
public record MeanDerivatives(List<MeanDerivative> all) implements ListFinding<MeanDerivative> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MeanDerivatives {
    all = List.copyOf(all);
  }
}
