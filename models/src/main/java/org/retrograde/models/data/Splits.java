package org.retrograde.models.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cuts data into training, validation and test rows and, if asked to, scales the features of all
 * three by those of the <em>training</em> rows, so that nothing of the other two leaks into
 * training. Rows are taken in order; for another order hand in {@link LabeledData#shuffled}.
 */
public final class Splits {
  private final FeatureScaling scaling;

  private Splits(FeatureScaling scaling) {
    this.scaling = scaling;
  }

  /** Splits whose features are scaled. */
  public static Splits with(FeatureScaling scaling) {
    return new Splits(scaling);
  }

  /**
   * Cuts one set of rows in three: training first, then validation, then test.
   *
   * @param all at least as many rows as {@code counts} asks for; the rest is left out
   * @param counts rows of each part
   * @return the parts
   * @throws DataException if there are too few rows
   */
  public DataSplits of(LabeledData all, RowCounts counts) {
    int head =
        requireRows(all, (long) counts.train() + counts.validation(), "training and validation");
    int end = requireRows(all, (long) head + counts.test(), "training, validation and test");
    return scaled(
        all.slice(0, counts.train()), all.slice(counts.train(), head), all.slice(head, end));
  }

  /**
   * Takes the parts as they are, each from its first row.
   *
   * @param train at least as many rows as {@code counts} asks for, as of the others
   * @param validation as many features as {@code train}
   * @param test as many features as {@code train}
   * @param counts rows of each part
   * @throws DataException if there are too few rows
   */
  public DataSplits of(
      LabeledData train, LabeledData validation, LabeledData test, RowCounts counts) {
    return scaled(
        train.slice(0, requireRows(train, counts.train(), "training")),
        validation.slice(0, requireRows(validation, counts.validation(), "validation")),
        test.slice(0, requireRows(test, counts.test(), "test")));
  }

  /**
   * Takes training and validation rows from one set, test rows from the start of another.
   *
   * @param train holds the training rows, then the validation rows
   * @param test holds the test rows; as many features as {@code train}
   * @param counts rows of each part
   * @return the parts, with the larger of the two numbers of classes
   * @throws DataException if there are too few rows or the features differ
   */
  public DataSplits of(LabeledData train, LabeledData test, RowCounts counts) {
    int head =
        requireRows(train, (long) counts.train() + counts.validation(), "training and validation");
    int end = requireRows(test, counts.test(), "test");
    int classes = Math.max(train.classes(), test.classes());
    LabeledData first = train.withClasses(classes);
    return scaled(
        first.slice(0, counts.train()),
        first.slice(counts.train(), head),
        test.withClasses(classes).slice(0, end));
  }

  private DataSplits scaled(LabeledData train, LabeledData validation, LabeledData test) {
    if (test.features() != train.features()) {
      throw new DataException(
          "the test rows must have %d features like the training rows, got %d"
              .formatted(train.features(), test.features()));
    }
    FeatureMap map = scaling.of(train);
    FeatureMap targets = scaling.ofTargets(train);
    LabeledData a = train.mapped(map).targetsMapped(targets);
    LabeledData b = validation.mapped(map).targetsMapped(targets);
    LabeledData c = test.mapped(map).targetsMapped(targets);
    Map<String, String> hashes = new LinkedHashMap<>(train.sources());
    hashes.putAll(test.sources());
    hashes.put("train", a.sha256());
    hashes.put("validation", b.sha256());
    hashes.put("test", c.sha256());
    return new DataSplits(a, b, c, map, targets, hashes);
  }

  private static int requireRows(LabeledData data, long needed, String purpose) {
    if (needed > data.rows()) {
      throw new DataException(
          "%d rows were asked for (%s), but the data has only %d; ask for fewer"
              .formatted(needed, purpose, data.rows()));
    }
    return (int) needed;
  }
}
