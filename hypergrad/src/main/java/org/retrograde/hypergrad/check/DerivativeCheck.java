package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Holds a derivative with respect to all settings against central differences, block by block. A
 * block is one kind of number, such as the learning rates of all steps and groups.
 *
 * <p>Errors are relative to the largest entry of their block: the difference of an entry that is
 * far smaller drowns in the rounding of the loss. Each derivative looked at costs four training
 * runs.
 */
public final class DerivativeCheck {

  private final CentralDifferences differences;
  private final RunSettings at;
  private final RunSettings derivative;

  /**
   * Prepares a check.
   *
   * @param differences of the final loss
   * @param at where the derivative was taken; has every loss parameter of the derivative
   * @param derivative of the final loss with respect to each number of the settings
   */
  public DerivativeCheck(CentralDifferences differences, RunSettings at, RunSettings derivative) {
    this.differences = differences;
    this.at = at;
    this.derivative = derivative;
  }

  /** Looks at every entry of every block. */
  public List<BlockError> everyEntry() {
    List<BlockError> errors = new ArrayList<>();
    for (String name : blocks(derivative).keySet()) {
      double worst = 0;
      for (int i = 0; i < size(name); i++) {
        worst = Math.max(worst, entryError(name, i));
      }
      errors.add(relative(name, worst));
    }
    return errors;
  }

  /**
   * Looks at some entries of every block, and along one direction of unit length in it.
   *
   * @param entries number of entries that are drawn from each block
   */
  public List<BlockError> sampled(RandomGenerator random, int entries) {
    List<BlockError> errors = new ArrayList<>();
    for (String name : blocks(derivative).keySet()) {
      double worst = error(unitDirection(name, random));
      for (int i = 0; i < entries; i++) {
        worst = Math.max(worst, entryError(name, random.nextInt(size(name))));
      }
      errors.add(relative(name, worst));
    }
    return errors;
  }

  private RunSettings unitDirection(String name, RandomGenerator random) {
    RunSettings direction = zeros();
    for (double[] array : arrays(direction, name)) {
      for (int i = 0; i < array.length; i++) {
        array[i] = random.nextGaussian();
      }
    }
    double norm = Math.sqrt(direction.dot(direction));
    return zeros().plus(1 / norm, direction);
  }

  private double entryError(String name, int index) {
    RunSettings direction = zeros();
    int i = index;
    for (double[] array : arrays(direction, name)) {
      if (i >= 0 && i < array.length) {
        array[i] = 1;
      }
      i -= array.length;
    }
    return error(direction);
  }

  /** Returns the absolute error along a direction; NaN counts as infinite. */
  private double error(RunSettings direction) {
    double error = Math.abs(differences.along(at, direction) - derivative.dot(direction));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private BlockError relative(String name, double worst) {
    double largest = 0;
    for (double[] array : arrays(derivative, name)) {
      for (double entry : array) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    return new BlockError(
        name, worst == 0 || Double.isInfinite(worst) ? worst : worst / largest, largest);
  }

  private RunSettings zeros() {
    return at.plus(-1, at);
  }

  private int size(String name) {
    return arrays(derivative, name).stream().mapToInt(array -> array.length).sum();
  }

  private static List<double[]> arrays(RunSettings settings, String name) {
    return blocks(settings).getOrDefault(name, Collections.emptyList());
  }

  private static Map<String, List<double[]>> blocks(RunSettings settings) {
    Map<String, List<double[]>> blocks = new LinkedHashMap<>();
    int steps = settings.coefficients().steps();
    List<double[]> rows = settings.coefficients().rows();
    int from = 0;
    for (Coefficient coefficient : Coefficient.values()) {
      blocks.put(coefficient.label(), rows.subList(from, from + steps));
      from += steps;
    }
    blocks.put("init scale", List.of(settings.initLogScale()));
    blocks.put("L2 penalty", List.of(settings.l2()));
    blocks.put("L2 penalty of each weight", settings.l2PerParameter());
    for (String name : settings.lossParameterNames()) {
      blocks.put(name, List.of(settings.lossParameter(name)));
    }
    return blocks;
  }
}
