package org.retrograde.models.parametrization;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.StepScaling;

/**
 * The width factors of every parameter group of a network: the link between tuned settings, which
 * know no width, and the settings that a run of some width uses.
 */
public final class WidthScaling implements Link {

  private final DecayRule decay;
  private final List<WidthFactors> factors;

  /**
   * Works out the factors.
   *
   * @param rules rule table
   * @param family of the optimizer
   * @param decay how weight decay follows width
   * @param groups in order
   */
  public WidthScaling(
      RuleTable rules, StepScaling family, DecayRule decay, List<GroupRole> groups) {
    this.decay = decay;
    this.factors = groups.stream().map(group -> rules.factors(group, family)).toList();
  }

  /** Returns the factors of a group. */
  public WidthFactors of(int group) {
    return factors.get(group);
  }

  /** Returns what a group's weight decay is multiplied by. */
  public double weightDecay(int group) {
    return decay.factor(factors.get(group));
  }

  /** Returns the multiplier of each group. */
  public List<Double> multipliers() {
    return factors.stream().map(WidthFactors::multiplier).toList();
  }

  /** Returns tuned settings with every coefficient multiplied by its width factor. */
  @Override
  public RunSettings effective(RunSettings tuned) {
    return scaled(tuned);
  }

  /**
   * Pulls a derivative with respect to effective settings back to the tuned ones: the derivative of
   * each coefficient is multiplied by the same factor.
   */
  @Override
  public RunSettings pullBack(RunSettings derivative) {
    return scaled(derivative);
  }

  private RunSettings scaled(RunSettings settings) {
    RunSettings scaled = settings.copy();
    CoefficientTable table = scaled.coefficients();
    for (Coefficient coefficient : table.coefficients()) {
      switch (coefficient.use()) {
        case RATE -> scale(table, coefficient, WidthFactors::learningRate);
        case GRADIENT_SIZE -> scale(table, coefficient, WidthFactors::epsilon);
        case WEIGHT_DECAY -> scale(table, coefficient, decay::factor);
        case DECAY, NUMBER -> {}
      }
    }
    return scaled;
  }

  private void scale(
      CoefficientTable table, Coefficient coefficient, ToDoubleFunction<WidthFactors> factor) {
    table.change(
        coefficient, (step, group, value) -> value * factor.applyAsDouble(factors.get(group)));
  }
}
