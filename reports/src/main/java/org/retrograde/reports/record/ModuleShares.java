package org.retrograde.reports.record;

import java.util.List;

/**
 * Which modules matter: shares of the variance over the box that is tuned or searched.
 *
 * @param numbers one a raw number
 * @param modules their sums, one a type or block
 * @param trials of random search that fANOVA is of; 0 without it
 * @param note which start is meant, if not that of the experiment, and why there is no fANOVA; or
 *     empty
 */
public record ModuleShares(
    List<VarianceShare> numbers, List<VarianceShare> modules, int trials, String note)
    implements Finding {

  /** Copies the lists. */
  public ModuleShares {
    numbers = List.copyOf(numbers);
    modules = List.copyOf(modules);
  }

  @Override
  public boolean empty() {
    return numbers.isEmpty();
  }
}
