package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * The exact derivative of the objective L with respect to the logarithm of a hyperparameter's scale
 * lambda. What is one number to tuning is one importance.
 *
 * @param hyperparameter for example {@code learning rate}
 * @param group the parameter group it belongs to; several, as one text, where they share it, {@code
 *     all} where all do
 * @param startLogGradient dL / dlog lambda at the start of tuning, the mean over seeds; below 0
 *     where a larger lambda lowers the loss
 * @param tunedLogGradient dL / dlog lambda after tuning, the mean over seeds
 * @param startBySeed dL / dlog lambda of each seed at the start; empty in older files
 * @param tunedBySeed the same after tuning, seed by seed; empty in older files
 */
public record Importance(
    String hyperparameter,
    String group,
    double startLogGradient,
    double tunedLogGradient,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<Double> startBySeed,
    @JsonProperty(required = false) @JsonSetter(nulls = Nulls.AS_EMPTY) List<Double> tunedBySeed) {

  /** Copies the lists. */
  public Importance {
    startBySeed = List.copyOf(startBySeed);
    tunedBySeed = List.copyOf(tunedBySeed);
  }

  /**
   * Takes the means of what each seed gave.
   *
   * @param startBySeed dL / dlog lambda of each seed at the start
   * @param tunedBySeed the same after tuning
   */
  public static Importance of(
      String hyperparameter, String group, List<Double> startBySeed, List<Double> tunedBySeed) {
    return new Importance(
        hyperparameter, group, mean(startBySeed), mean(tunedBySeed), startBySeed, tunedBySeed);
  }

  private static double mean(List<Double> bySeed) {
    return bySeed.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
