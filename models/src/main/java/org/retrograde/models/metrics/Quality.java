package org.retrograde.models.metrics;

import org.jspecify.annotations.Nullable;

/**
 * How predictions came out, of classes or of numbers; neither where a problem predicts nothing of
 * the kind.
 *
 * @param classes null if no classes were predicted
 * @param numbers null if no numbers were predicted
 */
public record Quality(@Nullable ClassFigures classes, @Nullable NumberFigures numbers) {

  /** Of what predicts neither. */
  public static final Quality NONE = new Quality(null, null);

  /** Returns that of predicted classes. */
  public static Quality of(ClassFigures classes) {
    return new Quality(classes, null);
  }

  /** Returns that of predicted numbers. */
  public static Quality of(NumberFigures numbers) {
    return new Quality(null, numbers);
  }
}
