package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    for (String name : SettingsBlock.of(derivative).keySet()) {
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
    for (String name : SettingsBlock.of(derivative).keySet()) {
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
    SettingsBlock block = block(direction, name);
    Units units = units(name);
    double squares = 0;
    for (int i = 0; i < block.size(); i++) {
      double entry = random.nextGaussian();
      block.set(i, entry);
      squares += entry * entry;
    }
    for (int i = 0; i < block.size(); i++) {
      block.set(i, block.get(i) * (units.of(i) / Math.sqrt(squares)));
    }
    return direction;
  }

  private double entryError(String name, int index) {
    RunSettings direction = zeros();
    block(direction, name).set(index, units(name).of(index));
    return error(direction);
  }

  /** Returns the absolute error along a direction; NaN counts as infinite. */
  private double error(RunSettings direction) {
    double error = Math.abs(differences.along(at, direction) - derivative.dot(direction));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private BlockError relative(String name, double worst) {
    SettingsBlock block = block(derivative, name);
    Units units = units(name);
    double largest = 0;
    for (int i = 0; i < block.size(); i++) {
      largest = Math.max(largest, Math.abs(block.get(i) * units.of(i)));
    }
    return new BlockError(
        name, worst == 0 || Double.isInfinite(worst) ? worst : worst / largest, largest);
  }

  /** Returns zeros in every number that has a derivative. */
  private RunSettings zeros() {
    return at.plus(-1, at);
  }

  private int size(String name) {
    return block(derivative, name).size();
  }

  private Units units(String name) {
    Coefficient.Range range =
        at.coefficients().coefficients().stream()
            .filter(coefficient -> coefficient.label().equals(name))
            .findFirst()
            .map(Coefficient::range)
            .orElse(Coefficient.Range.ANY);
    return new Units(range, block(at, name));
  }

  private static SettingsBlock block(RunSettings settings, String name) {
    return Objects.requireNonNull(SettingsBlock.of(settings).get(name));
  }

  /** The units in which the numbers of a block move, at the point where derivatives are taken. */
  private record Units(Coefficient.Range range, SettingsBlock values) {

    double of(int index) {
      return range.unit(values.get(index));
    }
  }
}
