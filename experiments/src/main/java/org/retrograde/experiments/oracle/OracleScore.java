package org.retrograde.experiments.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.rule.RuledRun;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * Trains the runs of a noisy quadratic by a rule, and differentiates what it has logged.
 *
 * @param rule that chooses the rates
 * @param strategy how the states of the way back are found
 */
record OracleScore(RateRule rule, Strategy strategy) implements Want<OracleScore.Found> {

  /**
   * What is found, in means over the runs.
   *
   * @param squares x^2 before each step and at the end, [step]
   * @param rates of each step
   * @param slopes the derivative of the logarithm of the last root mean square by that of each
   *     step's rate
   * @param errors standard error of each slope over the runs
   */
  record Found(List<Double> squares, List<Double> rates, List<Double> slopes, List<Double> errors) {

    /** Copies the lists. */
    Found {
      squares = List.copyOf(squares);
      rates = List.copyOf(rates);
      slopes = List.copyOf(slopes);
      errors = List.copyOf(errors);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    List<Double> squares = new ArrayList<>();
    RuledRun ruled = RuledRun.of(problem.run(settings, width, seed), new Watched(rule, squares));
    Hypergradient exact = strategy.differentiate(problem.run(ruled.settings(), width, seed));
    if (exact.reversal().endHash() != ruled.trained().stateHash()) {
      throw new IllegalStateException("the logged run differs from the one by the rule");
    }
    squares.add(exact.finalLoss());
    CoefficientTable rates = ruled.settings().coefficients();
    List<Double> slopes = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int t = 0; t < rates.steps(); t++) {
      double[] each = new double[rates.groups()];
      for (int g = 0; g < each.length; g++) {
        each[g] =
            rates.get(Coefficient.LEARNING_RATE, t, g)
                * exact.derivative().coefficients().get(Coefficient.LEARNING_RATE, t, g)
                * each.length
                / (2 * exact.finalLoss());
      }
      double mean = Arrays.stream(each).average().orElseThrow();
      double spread = Arrays.stream(each).map(x -> (x - mean) * (x - mean)).sum();
      slopes.add(mean);
      errors.add(Math.sqrt(spread / (each.length - 1.0) / each.length));
    }
    return new Found(
        squares,
        IntStream.range(0, rates.steps())
            .mapToObj(step -> rates.row(Coefficient.LEARNING_RATE, step))
            .map(row -> Arrays.stream(row).average().orElseThrow())
            .toList(),
        slopes,
        errors);
  }

  /** A rule that notes where the runs are. */
  private record Watched(RateRule rule, List<Double> squares) implements RateRule {

    @Override
    public String word() {
      return rule.word();
    }

    @Override
    public String meaning() {
      return rule.meaning();
    }

    @Override
    public Chooser begin(int groups) {
      Chooser own = rule.begin(groups);
      return view -> {
        squares.add(
            Arrays.stream(view.weights()).mapToDouble(x -> x[0] * x[0]).average().orElseThrow());
        return own.rates(view);
      };
    }
  }
}
