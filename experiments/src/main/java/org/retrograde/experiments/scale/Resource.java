package org.retrograde.experiments.scale;

import java.util.Comparator;
import java.util.List;

/**
 * Something that ends.
 *
 * @param name for people
 * @param share of it that is needed; beyond 1 there is not enough
 */
public record Resource(String name, double share) {

  /** Returns the one that ends first. */
  static Resource first(List<Resource> resources) {
    return resources.stream().max(Comparator.comparingDouble(Resource::share)).orElseThrow();
  }

  /** Returns whether there is enough of it. */
  boolean suffices() {
    return share <= 1;
  }
}
