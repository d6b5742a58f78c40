package org.retrograde.models.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where rows come from.
 *
 * @param sources SHA-256 of each file, by its name
 * @param features names of the features, in order; empty where there are none
 * @param remarks what a reader took the file for, sentences
 */
record Origin(Map<String, String> sources, List<String> features, List<String> remarks) {

  static final Origin NONE = of(Map.of());

  Origin {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    features = List.copyOf(features);
    remarks = List.copyOf(remarks);
  }

  static Origin of(Map<String, String> sources) {
    return new Origin(sources, List.of(), List.of());
  }
}
