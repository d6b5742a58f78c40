package org.retrograde.models.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.reversible.word.Keyword;

/** A figure by which a person may judge predictions. */
public enum Metric implements Keyword {
  /** Fraction of rows that are classified rightly. */
  ACCURACY("accuracy", "fraction of rows that are classified rightly", true),
  /** Fraction of rows that are classified wrongly. */
  ERROR("error", "fraction of rows that are classified wrongly", false),
  /** The loss that is minimised. */
  LOSS("loss", "the mean loss", false),
  /** Mean over classes of the harmonic mean of precision and recall. */
  MACRO_F1("macro F1", "mean over classes of the harmonic mean of precision and recall", true),
  /** Distance of probabilities from accuracies. */
  CALIBRATION_ERROR(
      "calibration error", "expected distance of probabilities from accuracies", false),
  /** Part of the variance that is explained. */
  R2("R2", "part of the variance of the targets that is explained", true),
  /** Mean absolute error. */
  MAE("MAE", "mean absolute error, in the unit of the targets", false),
  /** Root of the mean squared error. */
  RMSE("RMSE", "root of the mean squared error, in the unit of the targets", false);

  /** Of outputs that a softmax makes probabilities of, the usual one first. */
  public static final List<Metric> OF_PROBABILITIES =
      List.of(ACCURACY, ERROR, LOSS, MACRO_F1, CALIBRATION_ERROR);

  /** Of other outputs by class, the usual one first. */
  public static final List<Metric> OF_CLASSES = List.of(ACCURACY, ERROR, LOSS, MACRO_F1);

  /** Of tokens, the usual one first. */
  public static final List<Metric> OF_TOKENS =
      List.of(LOSS, ACCURACY, ERROR, MACRO_F1, CALIBRATION_ERROR);

  /** Of numbers, the usual one first. */
  public static final List<Metric> OF_NUMBERS = List.of(R2, MAE, RMSE, LOSS);

  /** Of what has a loss alone. */
  public static final List<Metric> OF_LOSSES = List.of(LOSS);

  private final String label;
  private final String meaning;
  private final boolean higherIsBetter;

  Metric(String label, String meaning, boolean higherIsBetter) {
    this.label = label;
    this.meaning = meaning;
    this.higherIsBetter = higherIsBetter;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns what people call it. */
  public String label() {
    return label;
  }

  /** Returns whether it is a fraction of rows, which reads well in percent. */
  public boolean isFraction() {
    return this == ACCURACY || this == ERROR;
  }

  /** Returns whether more of it is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /**
   * Returns its value for some predictions.
   *
   * @param evaluation of the rows
   * @param quality of the same rows
   * @return NaN where it has none there
   */
  public double of(Evaluation evaluation, Quality quality) {
    return switch (this) {
      case ACCURACY -> 1 - evaluation.error();
      case ERROR -> evaluation.error();
      case LOSS -> evaluation.loss();
      case MACRO_F1 -> of(quality.classes(), ClassFigures::macroF1);
      case CALIBRATION_ERROR -> of(quality.classes(), ClassFigures::calibrationError);
      case R2 -> of(quality.numbers(), NumberFigures::r2);
      case MAE -> of(quality.numbers(), NumberFigures::mae);
      case RMSE -> of(quality.numbers(), NumberFigures::rmse);
    };
  }

  private static <T> double of(@Nullable T figures, ToDoubleFunction<T> value) {
    return figures == null ? Double.NaN : value.applyAsDouble(figures);
  }
}
