package org.retrograde.models.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from, and what they are.
 *
 * @param sources SHA-256 of each file, by its name
 * @param features of a row, in order; empty where nothing is known of them
 * @param remarks what a reader took the file for, sentences
 * @param shape of a row; null for features in no order
 * @param vocabulary of the tokens that rows are; null for rows of another kind
 */
public record Origin(
    Map<String, String> sources,
    List<Feature> features,
    List<String> remarks,
    @Nullable InputShape shape,
    @Nullable Vocabulary vocabulary) {

  static final Origin NONE = of(Map.of());

  /** Copies what it is given. */
  public Origin {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    features = List.copyOf(features);
    remarks = List.copyOf(remarks);
  }

  /** Makes one of rows whose features are in no order. */
  public Origin(Map<String, String> sources, List<Feature> features, List<String> remarks) {
    this(sources, features, remarks, null, null);
  }

  static Origin of(Map<String, String> sources) {
    return new Origin(sources, List.of(), List.of());
  }

  /** Returns the same with rows of another shape. */
  Origin shaped(InputShape other) {
    return new Origin(sources, features, remarks, other, vocabulary);
  }

  /** Returns the same with a sentence more. */
  Origin remarked(String remark) {
    return new Origin(
        sources,
        features,
        Stream.concat(remarks.stream(), Stream.of(remark)).toList(),
        shape,
        vocabulary);
  }
}
