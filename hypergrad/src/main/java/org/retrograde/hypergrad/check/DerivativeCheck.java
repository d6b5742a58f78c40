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
 * far smaller drowns in the rounding of the loss. Numbers near 1 such as betas move in units of 1 -
 * beta and tiny ones such as eps in units of 100 eps, of which a stencil of width 1e-4 is a
 * hundredth: a width that suits numbers of order 1 would carry them out of their range. Each
 * derivative looked at costs four training runs.
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
    this.at = at.copy();
    for (Coefficient coefficient : derivative.coefficients().coefficients()) {
      if (!at.coefficients().coefficients().contains(coefficient)) {
        this.at.coefficients().fill(coefficient, 0);
      }
    }
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
    double squares = 0;
    for (double[] array : arrays(direction, name)) {
      for (int i = 0; i < array.length; i++) {
        array[i] = random.nextGaussian();
        squares += array[i] * array[i];
      }
    }
    for (Block block : blocksOf(name, direction)) {
      for (int i = 0; i < block.array.length; i++) {
        block.array[i] *= block.unit(i) / Math.sqrt(squares);
      }
    }
    return direction;
  }

  private double entryError(String name, int index) {
    RunSettings direction = zeros();
    int i = index;
    for (Block block : blocksOf(name, direction)) {
      if (i >= 0 && i < block.array.length) {
        block.array[i] = block.unit(i);
      }
      i -= block.array.length;
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
    for (Block block : blocksOf(name, derivative)) {
      for (int i = 0; i < block.array.length; i++) {
        largest = Math.max(largest, Math.abs(block.array[i] * block.unit(i)));
      }
    }
    return new BlockError(
        name, worst == 0 || Double.isInfinite(worst) ? worst : worst / largest, largest);
  }

  /** Returns zeros in every number that has a derivative. */
  private RunSettings zeros() {
    return at.plus(-1, at);
  }

  private int size(String name) {
    return arrays(derivative, name).stream().mapToInt(array -> array.length).sum();
  }

  private static List<double[]> arrays(RunSettings settings, String name) {
    return blocks(settings).getOrDefault(name, Collections.emptyList());
  }

  /** Pairs the arrays of a block with those of the point where derivatives are taken. */
  private List<Block> blocksOf(String name, RunSettings settings) {
    List<double[]> arrays = arrays(settings, name);
    List<double[]> values = arrays(at, name);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      blocks.add(new Block(range(name), arrays.get(i), values.get(i)));
    }
    return blocks;
  }

  private Coefficient.Range range(String name) {
    return at.coefficients().coefficients().stream()
        .filter(coefficient -> coefficient.label().equals(name))
        .findFirst()
        .map(Coefficient::range)
        .orElse(Coefficient.Range.ANY);
  }

  private static Map<String, List<double[]>> blocks(RunSettings settings) {
    Map<String, List<double[]>> blocks = new LinkedHashMap<>();
    for (Coefficient coefficient : settings.coefficients().coefficients()) {
      blocks.put(coefficient.label(), settings.coefficients().rows(coefficient));
    }
    blocks.put("init scale", List.of(settings.initLogScale()));
    blocks.put("L2 penalty", List.of(settings.l2()));
    blocks.put("L2 penalty of each weight", settings.l2PerParameter());
    for (String name : settings.lossParameterNames()) {
      blocks.put(name, List.of(settings.lossParameter(name)));
    }
    return blocks;
  }

  /** One array of a block, and the numbers at which its derivatives are taken. */
  private static final class Block {

    private final Coefficient.Range range;
    private final double[] array;
    private final double[] values;

    Block(Coefficient.Range range, double[] array, double[] values) {
      this.range = range;
      this.array = array;
      this.values = values;
    }

    /** Returns the unit in which a number moves. */
    double unit(int i) {
      return range.unit(values[i]);
    }
  }
}
