package org.retrograde.reports.record;

import java.util.List;

/**
 * Hyperparameters that were tuned by type of module and by depth.
 *
 * @param all one a hyperparameter and type or block
 */
public record ModuleNumbers(List<ModuleNumber> all) implements ListFinding<ModuleNumber> {

  /** Copies the list. */
  public ModuleNumbers {
    all = List.copyOf(all);
  }
}
