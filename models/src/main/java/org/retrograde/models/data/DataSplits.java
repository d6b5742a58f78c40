package org.retrograde.models.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training run needs of a data set: three disjoint sets of rows with the same features and
 * classes.
 *
 * @param train the rows that training sees
 * @param validation the rows that tuning may see
 * @param test the rows that only a final report may see
 * @param map what was done to every row
 * @param targetMap what was done to every number to predict, as to one feature
 * @param hashes SHA-256 by name, in this order: each source file under its name, then the content
 *     of the three sets under {@code train}, {@code validation} and {@code test}
 */
public record DataSplits(
    LabeledData train,
    LabeledData validation,
    LabeledData test,
    FeatureMap map,
    FeatureMap targetMap,
    Map<String, String> hashes) {
  /**
   * Checks that the three sets belong together and copies the hashes.
   *
   * @throws DataException if features or classes differ
   */
  public DataSplits {
    requireAlike("validation", train, validation);
    requireAlike("test", train, test);
    if (!map.mean().isEmpty() && map.mean().size() != train.features()) {
      throw new DataException(
          "the mean must have the %d features of a row, got %d"
              .formatted(train.features(), map.mean().size()));
    }
    hashes = Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
  }

  /** Returns what the numbers of a row are to each other. */
  public InputShape shape() {
    return train.shape();
  }

  /**
   * Returns the same rows with another meaning of their numbers.
   *
   * @throws DataException if it has another number of features
   */
  public DataSplits shaped(InputShape shape) {
    return new DataSplits(
        train.shaped(shape), validation.shaped(shape), test.shaped(shape), map, targetMap, hashes);
  }

  /**
   * Returns the number of features of a row.
   *
   * @return at least 1
   */
  public int features() {
    return train.features();
  }

  /**
   * Returns the number of classes.
   *
   * @return at least 1
   */
  public int classes() {
    return train.classes();
  }

  private static void requireAlike(String name, LabeledData train, LabeledData other) {
    if (other.features() != train.features() || other.classes() != train.classes()) {
      throw new DataException(
          "the %s rows must have the features and classes of the training rows, %d and %d, got %d and %d"
              .formatted(
                  name, train.features(), train.classes(), other.features(), other.classes()));
    }
  }
}
