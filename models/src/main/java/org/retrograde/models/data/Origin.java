package org.retrograde.models.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from, and what they are.
 *
 * @param sources SHA-256 of each file, by its name
 * @param features names of the features, in order; empty where there are none
 * @param remarks what a reader took the file for, sentences
 * @param shape of a row; null for features in no order
 * @param vocabulary of the tokens that rows are; null for rows of another kind
 */
record Origin(
    Map<String, String> sources,
    List<String> features,
    List<String> remarks,
    @Nullable InputShape shape,
    @Nullable Vocabulary vocabulary) {

  static final Origin NONE = of(Map.of());

  Origin {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    features = List.copyOf(features);
    remarks = List.copyOf(remarks);
  }

  /** Makes one of rows whose features are in no order. */
  Origin(Map<String, String> sources, List<String> features, List<String> remarks) {
    this(sources, features, remarks, null, null);
  }

  static Origin of(Map<String, String> sources) {
    return new Origin(sources, List.of(), List.of());
  }

  /** Returns the same with rows of another shape. */
  Origin shaped(InputShape other) {
    return new Origin(sources, features, remarks, other, vocabulary);
  }
}
