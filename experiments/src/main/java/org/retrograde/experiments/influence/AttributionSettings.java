package org.retrograde.experiments.influence;

import java.util.List;

/**
 * The keys of the section.
 *
 * @param subsets random ones of each part
 * @param parts of the training rows that are left out
 * @param targets single validation rows whose losses are looked at
 */
record AttributionSettings(int subsets, List<Double> parts, int targets) {

  /** Copies the list. */
  AttributionSettings {
    parts = List.copyOf(parts);
  }
}
