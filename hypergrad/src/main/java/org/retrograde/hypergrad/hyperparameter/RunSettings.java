package org.retrograde.hypergrad.hyperparameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * All numbers of a run that can be tuned; or the derivative of its final loss with respect to each,
 * which has the same shape.
 *
 * <p>Its arrays are open to change: a hyperparameter writes its values into them, and reads its
 * derivative out of them. The sizes never change.
 */
public final class RunSettings {

  /**
   * The name of an array beside the loss parameters: log alpha_g of each group g, whose weights
   * enter the loss as alpha_g w_g. Without it, and at no cost, every alpha is 1.
   */
  public static final String LOG_MULTIPLIERS = "log multipliers";

  private final CoefficientTable coefficients;
  private final double[] initLogScale;
  private final double[] l2;
  private final List<double[]> l2PerParameter;
  private final Map<String, double[]> lossParameters = new TreeMap<>();

  /**
   * Makes settings of zeros: an init scale of 1, no penalty, coefficients of 0.
   *
   * @param steps T
   * @param groups parameter groups
   */
  public RunSettings(int steps, List<ParameterGroup> groups) {
    this(
        new CoefficientTable(steps, groups.size()),
        new double[groups.size()],
        new double[groups.size()],
        groups.stream().map(group -> new double[group.size()]).toList());
  }

  RunSettings(
      CoefficientTable coefficients,
      double[] initLogScale,
      double[] l2,
      List<double[]> l2PerParameter) {
    this.coefficients = coefficients;
    this.initLogScale = initLogScale;
    this.l2 = l2;
    this.l2PerParameter = l2PerParameter;
  }

  /** Returns settings of the same numbers. */
  public RunSettings copy() {
    return with(coefficients.copy());
  }

  /** Returns a copy with other coefficients, which are not copied. */
  private RunSettings with(CoefficientTable table) {
    RunSettings copy =
        new RunSettings(
            table,
            initLogScale.clone(),
            l2.clone(),
            l2PerParameter.stream().map(double[]::clone).toList());
    lossParameters.forEach((name, values) -> copy.lossParameters.put(name, values.clone()));
    return copy;
  }

  /** Returns what the update rule reads, for every step and group. */
  public CoefficientTable coefficients() {
    return coefficients;
  }

  /** Returns the natural logarithm of each group's init scale, [group]. */
  public double[] initLogScale() {
    return initLogScale;
  }

  /** Returns the factor of each group's sum of squares in the training loss, [group]. */
  public double[] l2() {
    return l2;
  }

  /** Returns a factor of each squared weight, on top of {@link #l2}; [group][element]. */
  public List<double[]> l2PerParameter() {
    return l2PerParameter;
  }

  /**
   * Returns the array of a loss parameter, row by row.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public double[] lossParameter(String name) {
    double[] values = lossParameters.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "no loss parameter is called '%s'; there are: %s"
              .formatted(name, lossParameters.keySet()));
    }
    return values;
  }

  /** Returns the names of the loss parameters. */
  public Iterable<String> lossParameterNames() {
    return lossParameters.keySet();
  }

  /** Sets the array of a loss parameter, which replaces the objective's own. */
  public void setLossParameter(String name, double[] values) {
    lossParameters.put(name, values);
  }

  /** Returns whether {@link #LOG_MULTIPLIERS} has been set. */
  public boolean hasMultipliers() {
    return hasLossParameter(LOG_MULTIPLIERS);
  }

  /** Returns whether there is an array of this name. */
  public boolean hasLossParameter(String name) {
    return lossParameters.containsKey(name);
  }

  /** Returns whether any weight is penalized. */
  public boolean hasPenalty() {
    return isAnyOther(l2) || l2PerParameter.stream().anyMatch(RunSettings::isAnyOther);
  }

  /** Returns whether any number is not 0. A loop, as there may be as many as there are weights. */
  private static boolean isAnyOther(double[] values) {
    for (double value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the factor of each squared weight in the training loss, [group][element].
   *
   * @param groups of the run, which may be of another width than these settings were made for: a
   *     penalty of a whole group fits any, a penalty of each weight does not
   * @throws IllegalArgumentException if a penalty of each weight does not fit
   */
  public List<double[]> penalties(List<ParameterGroup> groups) {
    List<double[]> sums = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      double[] each = l2PerParameter.get(g);
      boolean perWeight = isAnyOther(each);
      ParameterGroup group = groups.get(g);
      if (perWeight && each.length != group.size()) {
        throw new IllegalArgumentException(
            "the L2 penalties of %d weights do not fit parameter group %s of %d"
                .formatted(each.length, group.name(), group.size()));
      }
      double[] sum = perWeight ? each.clone() : new double[group.size()];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += l2[g];
      }
      sums.add(sum);
    }
    return sums;
  }

  /**
   * Returns the settings of a run's first steps alone.
   *
   * @param steps in [1, T]
   */
  public RunSettings head(int steps) {
    return over(steps);
  }

  /**
   * Returns the derivative of a run's first steps as that of the whole run: the coefficients of
   * later steps have none.
   *
   * @param steps of the whole run, at least those of this
   */
  public RunSettings followedByZeros(int steps) {
    return over(steps);
  }

  /** Returns a copy over some steps: as many of its own as fit, and zeros after them. */
  private RunSettings over(int steps) {
    CoefficientTable table = new CoefficientTable(steps, coefficients.groups());
    for (Coefficient coefficient : coefficients.coefficients()) {
      for (int t = 0; t < Math.min(steps, coefficients.steps()); t++) {
        for (int g = 0; g < table.groups(); g++) {
          table.set(coefficient, t, g, coefficients.get(coefficient, t, g));
        }
      }
    }
    return with(table);
  }

  /** Returns settings whose learning rates, of every step and group, are multiplied. */
  public RunSettings withRatesTimes(double factor) {
    RunSettings copy = copy();
    copy.coefficients.change(Coefficient.LEARNING_RATE, (step, group, rate) -> rate * factor);
    return copy;
  }

  /**
   * Returns settings whose decays are the exact ratios n / 2^k that the engine uses: decays
   * themselves, and weight decays such that 1 - eta lambda is one.
   */
  public RunSettings withExactDecays() {
    RunSettings exact = copy();
    for (Coefficient coefficient : exact.coefficients.coefficients()) {
      switch (coefficient.use()) {
        case DECAY -> exact.round(coefficient, (value, rate) -> Ratio.of(value).value());
        case WEIGHT_DECAY ->
            exact.round(
                coefficient,
                (value, rate) ->
                    value == 0 || rate == 0
                        ? value
                        : AdamW.positionDecay(rate, value).complement() / rate);
        case RATE, GRADIENT_SIZE, NUMBER -> {}
      }
    }
    return exact;
  }

  private void round(Coefficient coefficient, DoubleBinaryOperator rounding) {
    coefficients.change(
        coefficient,
        (step, group, value) ->
            rounding.applyAsDouble(
                value, coefficients.get(Coefficient.LEARNING_RATE, step, group)));
  }

  /**
   * Returns this + scale * other.
   *
   * @param other of the same shape, loss parameters included
   */
  public RunSettings plus(double scale, RunSettings other) {
    requireSameLossParameters(other);
    RunSettings sum = with(coefficients.plus(scale, other.coefficients));
    List<double[]> to = sum.arrays();
    List<double[]> from = other.arrays();
    for (int i = 0; i < to.size(); i++) {
      double[] target = to.get(i);
      for (int j = 0; j < target.length; j++) {
        target[j] += scale * from.get(i)[j];
      }
    }
    return sum;
  }

  /**
   * Returns the sum of the products of all numbers.
   *
   * @param other of the same shape, loss parameters included
   */
  public double dot(RunSettings other) {
    requireSameLossParameters(other);
    double sum = coefficients.dot(other.coefficients);
    List<double[]> a = arrays();
    List<double[]> b = other.arrays();
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < a.get(i).length; j++) {
        sum += a.get(i)[j] * b.get(i)[j];
      }
    }
    return sum;
  }

  private void requireSameLossParameters(RunSettings other) {
    if (!lossParameters.keySet().equals(other.lossParameters.keySet())) {
      throw new IllegalArgumentException(
          "loss parameters differ: %s and %s"
              .formatted(lossParameters.keySet(), other.lossParameters.keySet()));
    }
  }

  /** Returns all numbers but the coefficients. */
  private List<double[]> arrays() {
    List<double[]> all = new ArrayList<>();
    all.add(initLogScale);
    all.add(l2);
    all.addAll(l2PerParameter);
    all.addAll(lossParameters.values());
    return all;
  }
}
