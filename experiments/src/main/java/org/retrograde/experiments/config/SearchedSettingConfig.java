package org.retrograde.experiments.config;

import java.util.List;

/**
 * A number of the architecture to search for, in its logarithm.
 *
 * @param name its key in {@code model.architecture}
 * @param bounds smallest and largest value, above 0
 */
public record SearchedSettingConfig(String name, List<Double> bounds) {
  /** Copies the list. */
  public SearchedSettingConfig {
    bounds = List.copyOf(bounds);
  }
}
