package org.retrograde.experiments.rule;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.rule.RuledRun;
import org.retrograde.hypergrad.rule.Shared;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * Trains by a rule, runs the schedule that it has logged as any other, and differentiates that.
 *
 * @param rule that chooses the rates
 * @param strategy how the states of the way back are found
 */
record RuleScore(RateRule rule, Strategy strategy) implements Want<RuleScore.Found> {

  /**
   * What is found.
   *
   * @param finalLoss of the run
   * @param rates chosen, [step], the mean over parameter groups
   * @param slopes derivative of the final loss by the logarithm of a factor of all rates of a step
   * @param moves scored
   * @param evaluations of the loss or its gradient, beside one a step
   */
  record Found(
      double finalLoss, List<Double> rates, List<Double> slopes, Moves moves, long evaluations) {

    /** Copies the lists. */
    Found {
      rates = List.copyOf(rates);
      slopes = List.copyOf(slopes);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    RunSettings usual = problem.link(width).effective(settings);
    RuledRun ruled = RuledRun.of(problem.run(usual, width, seed), rule);
    Hypergradient exact = strategy.differentiate(problem.run(ruled.settings(), width, seed));
    if (exact.reversal().endHash() != ruled.trained().stateHash()) {
      throw new IllegalStateException("the logged run differs from the one by the rule");
    }
    double[][] rates = rows(ruled.settings().coefficients());
    double[][] slopes = each((x, y) -> x * y, rates, rows(exact.derivative().coefficients()));
    double[][] factors = each((x, y) -> x / y, rates, rows(usual.coefficients()));
    return new Found(
        exact.finalLoss(),
        Arrays.stream(rates).map(row -> Arrays.stream(row).average().orElseThrow()).toList(),
        Arrays.stream(slopes).map(row -> Arrays.stream(row).sum()).toList(),
        moves(factors, slopes),
        ruled.evaluations());
  }

  /** One rate for all moves as one; each of its own is scored on its own. */
  private Moves moves(double[][] factors, double[][] slopes) {
    if (rule.shared() == Shared.GROUP) {
      return Moves.of(factors, slopes);
    }
    return Moves.of(
        Arrays.stream(factors).map(row -> new double[] {row[0]}).toArray(double[][]::new),
        Arrays.stream(slopes)
            .map(row -> new double[] {Arrays.stream(row).sum()})
            .toArray(double[][]::new));
  }

  private static double[][] rows(CoefficientTable table) {
    return table.copyOf(Coefficient.LEARNING_RATE);
  }

  /** Combines two tables of the same size, number by number. */
  private static double[][] each(DoubleBinaryOperator of, double[][] a, double[][] b) {
    double[][] all = new double[a.length][a[0].length];
    for (int t = 0; t < a.length; t++) {
      for (int g = 0; g < a[t].length; g++) {
        all[t][g] = of.applyAsDouble(a[t][g], b[t][g]);
      }
    }
    return all;
  }
}
