package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.plan.StrategyCost;
import org.retrograde.reports.record.MeasuredCost;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.PlannedStrategy;

/** Writes a plan in the form of the run record. */
public final class PlanRecord {

  private PlanRecord() {}

  /**
   * Returns the record.
   *
   * @param measured what the chosen strategy cost, or null before it ran
   */
  public static Plan of(
      StrategyPlan plan, org.retrograde.hypergrad.plan.@Nullable MeasuredCost measured) {
    List<PlannedStrategy> strategies = new ArrayList<>();
    for (Strategy strategy : Strategy.values()) {
      strategies.add(
          plan.costs().stream()
              .filter(cost -> cost.strategy() == strategy)
              .findFirst()
              .map(cost -> planned(cost, plan.fits(cost)))
              .orElseGet(() -> notApplicable(strategy)));
    }
    return new Plan(
        plan.steps(),
        plan.parameters(),
        plan.budgetBytes(),
        strategies,
        plan.chosen().word(),
        measured == null ? null : new MeasuredCost(measured.seconds(), measured.bytes()));
  }

  private static PlannedStrategy planned(StrategyCost cost, boolean fits) {
    return new PlannedStrategy(
        cost.strategy().word(),
        cost.gradientEvaluations(),
        cost.seconds(),
        cost.bytes(),
        fits,
        null);
  }

  private static PlannedStrategy notApplicable(Strategy strategy) {
    return new PlannedStrategy(
        strategy.word(),
        0,
        0,
        0,
        false,
        "does not apply: steps of this optimizer cannot be undone");
  }
}
