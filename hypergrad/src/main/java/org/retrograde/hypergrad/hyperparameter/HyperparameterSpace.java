package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;
import java.util.List;

/**
 * Several hyperparameters as one raw vector, on top of settings that stay.
 *
 * @param base where tuning starts, and the value of everything that is not tuned
 * @param hyperparameters in the order of the raw vector; no two may write the same number
 */
public record HyperparameterSpace(RunSettings base, List<Hyperparameter> hyperparameters) {

  /** Copies its arguments. */
  public HyperparameterSpace {
    base = base.copy();
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** Returns the number of raw numbers. */
  public int size() {
    return hyperparameters.stream().mapToInt(Hyperparameter::size).sum();
  }

  /** Returns the raw vector of the base settings. */
  public double[] start() {
    double[] raw = new double[size()];
    int offset = 0;
    for (Hyperparameter hyperparameter : hyperparameters) {
      System.arraycopy(hyperparameter.start(base), 0, raw, offset, hyperparameter.size());
      offset += hyperparameter.size();
    }
    return raw;
  }

  /** Returns the settings of a raw vector. */
  public RunSettings settings(double[] raw) {
    RunSettings settings = base.copy();
    int offset = 0;
    for (Hyperparameter hyperparameter : hyperparameters) {
      hyperparameter.apply(part(raw, offset, hyperparameter), settings);
      offset += hyperparameter.size();
    }
    return settings;
  }

  /**
   * Pulls a derivative with respect to the settings back to the raw vector.
   *
   * @param raw where it was taken
   */
  public double[] pullBack(double[] raw, RunSettings derivative) {
    double[] result = new double[size()];
    int offset = 0;
    for (Hyperparameter hyperparameter : hyperparameters) {
      double[] part = hyperparameter.pullBack(part(raw, offset, hyperparameter), derivative);
      System.arraycopy(part, 0, result, offset, part.length);
      offset += part.length;
    }
    return result;
  }

  private static double[] part(double[] raw, int offset, Hyperparameter hyperparameter) {
    return Arrays.copyOfRange(raw, offset, offset + hyperparameter.size());
  }
}
