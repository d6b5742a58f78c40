package org.retrograde.models.parametrization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * The width factors of every parameter group of a multilayer perceptron: the link between tuned
 * settings, which know no width, and the settings that a run of some width uses.
 *
 * <p>Groups are W1, b1, W2, b2, ... as in a network.
 */
public final class WidthScaling {

  private final List<WidthFactors> factors = new ArrayList<>();

  /**
   * Works out the factors.
   *
   * @param parametrization rule table
   * @param family of the optimizer
   * @param baseSizes features, hidden widths, outputs of the network that is tuned
   * @param sizes of the network that is trained, as many
   */
  public WidthScaling(
      Parametrization parametrization,
      OptimizerFamily family,
      List<Integer> baseSizes,
      List<Integer> sizes) {
    if (sizes.size() != baseSizes.size()) {
      throw new IllegalArgumentException(
          "sizes %s and base sizes %s are networks of different depth".formatted(sizes, baseSizes));
    }
    int layers = sizes.size() - 1;
    for (int layer = 0; layer < layers; layer++) {
      boolean last = layer == layers - 1;
      double mIn = (double) sizes.get(layer) / baseSizes.get(layer);
      double mOut = (double) sizes.get(layer + 1) / baseSizes.get(layer + 1);
      Role weight = last ? Role.OUTPUT : layer == 0 ? Role.INPUT : Role.HIDDEN;
      Role bias = last ? Role.OUTPUT_BIAS : Role.HIDDEN_BIAS;
      factors.add(parametrization.factors(weight, family, mIn, mOut));
      factors.add(parametrization.factors(bias, family, 1, mOut));
    }
  }

  /** Returns the factors of a group. */
  public WidthFactors of(int group) {
    return factors.get(group);
  }

  /** Returns the multiplier of each layer's weights. */
  public List<Double> multipliers() {
    List<Double> multipliers = new ArrayList<>();
    for (int group = 0; group < factors.size(); group += 2) {
      multipliers.add(factors.get(group).multiplier());
    }
    return multipliers;
  }

  /** Returns tuned settings with every learning rate and eps multiplied by its width factor. */
  public RunSettings effective(RunSettings tuned) {
    return scaled(tuned);
  }

  /**
   * Pulls a derivative with respect to effective settings back to the tuned ones: the derivative of
   * each learning rate and eps is multiplied by the same factor.
   */
  public RunSettings pullBack(RunSettings derivative) {
    return scaled(derivative);
  }

  private RunSettings scaled(RunSettings settings) {
    RunSettings scaled = settings.copy();
    scale(scaled.coefficients(), Coefficient.LEARNING_RATE, WidthFactors::learningRate);
    scale(scaled.coefficients(), Coefficient.EPSILON, WidthFactors::epsilon);
    return scaled;
  }

  private void scale(
      CoefficientTable table, Coefficient coefficient, ToDoubleFunction<WidthFactors> factor) {
    for (double[] row : table.rows(coefficient)) {
      for (int g = 0; g < row.length; g++) {
        row[g] *= factor.applyAsDouble(factors.get(g));
      }
    }
  }
}
