package org.retrograde.reports.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Immutable copies that {@link Map#copyOf} does not offer. */
final class Copies {

  private Copies() {}

  /** An unmodifiable copy that iterates in the order of {@code map}. */
  static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
