package org.retrograde.experiments.problem;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.retrograde.hypergrad.gradient.CheckpointCost;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.plan.MeasuredCost;
import org.retrograde.hypergrad.plan.Planner;
import org.retrograde.hypergrad.plan.StrategyCost;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * What one hypergradient of an experiment will cost under each strategy, and the strategy to use.
 *
 * @param steps of the run
 * @param parameters of the network
 * @param budgetBytes for one hypergradient
 * @param costs of every strategy that applies
 * @param chosen the one that the config names, or the best that fits the budget
 */
public record StrategyPlan(
    int steps, long parameters, long budgetBytes, List<StrategyCost> costs, Strategy chosen) {

  /** Copies the list. */
  public StrategyPlan {
    costs = List.copyOf(costs);
  }

  /**
   * Plans for the settings that tuning starts from, which takes some seconds of calibration.
   *
   * @throws org.retrograde.hypergrad.plan.BudgetException if no strategy fits the budget
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the calibration diverges
   */
  public static StrategyPlan of(TrainingProblem problem) {
    return of(problem, Hyperparameters.checkedSpace(problem).base());
  }

  /**
   * Plans for some settings.
   *
   * @param settings without the factors of a width
   * @throws org.retrograde.hypergrad.plan.BudgetException if no strategy fits the budget
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the calibration diverges
   */
  public static StrategyPlan of(TrainingProblem problem, RunSettings settings) {
    Supplier<TrainingRun> runs = runs(problem, settings);
    long budget = problem.budgetBytes();
    Planner planner = new Planner(runs);
    List<StrategyCost> costs = planner.costs();
    return new StrategyPlan(
        problem.config().training().steps(),
        planner.parameters(),
        budget,
        costs,
        problem.config().run().strategy().orElse(() -> Planner.choose(costs, budget).strategy()));
  }

  /**
   * Returns as how many training runs a hypergradient under the chosen strategy counts: its
   * gradient evaluations, a Hessian product being two, over those of a run.
   */
  public double runsOfAHypergradient() {
    return costs.stream()
            .filter(cost -> cost.strategy() == chosen)
            .mapToDouble(StrategyCost::gradientEvaluations)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(chosen + " was not planned"))
        / steps;
  }

  /** Measures one hypergradient. */
  public static MeasuredCost measure(TrainingProblem problem, Strategy strategy) {
    return MeasuredCost.of(runs(problem, Hyperparameters.checkedSpace(problem).base()), strategy);
  }

  /**
   * Writes a checkpoint and says what it costs.
   *
   * @param folder where; empty again in the end
   */
  public static CheckpointCost checkpoint(TrainingProblem problem, Strategy strategy, Path folder) {
    return Planner.checkpoint(
        runs(problem, Hyperparameters.checkedSpace(problem).base()).get(), strategy, folder);
  }

  private static Supplier<TrainingRun> runs(TrainingProblem problem, RunSettings settings) {
    long seed = Seeds.of(problem.config().seed(), "plan", 0);
    return () -> {
      TrainingRun run = problem.runTuned(settings, seed);
      return run.withOptions(run.options().withCheckpoints(null)); // which would be timed with it
    };
  }

  /** Returns whether a strategy fits the budget. */
  public boolean fits(StrategyCost cost) {
    return cost.bytes() <= budgetBytes;
  }
}
