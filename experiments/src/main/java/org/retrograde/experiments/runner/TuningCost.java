package org.retrograde.experiments.runner;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.reports.record.Plan;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What tuning a narrow network cost, in trainings of a wide one. Counted as gradient evaluations
 * times parameters, so it does not depend on the machine: nearly all arithmetic is matrix products,
 * which take as long as there are parameters and rows.
 */
final class TuningCost {

  private TuningCost() {}

  /** Returns a sentence with the cost in trainings of each width. */
  static String sentence(Workbench bench, TuneConfig tune, Plan plan, List<Integer> widths) {
    double evaluations = evaluations(tune, plan);
    double cost = evaluations * plan.parameters();
    String parts =
        widths.stream()
            .map(
                width ->
                    String.format(
                        Locale.ROOT,
                        "%.3g of width %d",
                        cost / (plan.steps() * (double) parameters(bench, width)),
                        width))
            .collect(Collectors.joining(", "));
    return "Tuning took the arithmetic (gradient evaluations times parameters) of this many"
        + " trainings: "
        + parts
        + ".";
  }

  /** Returns the gradient evaluations of all hypergradients and of all check runs. */
  private static double evaluations(TuneConfig tune, Plan plan) {
    double hypergradient =
        plan.strategies().stream()
            .filter(strategy -> strategy.name().equals(plan.chosen()))
            .findFirst()
            .orElseThrow()
            .gradientEvaluations();
    long checks =
        IntStream.rangeClosed(0, tune.iterations())
            .filter(i -> i % tune.checkEvery() == 0 || i == tune.iterations())
            .count();
    return (double) tune.iterations() * tune.seeds() * hypergradient
        + (double) checks * tune.checkSeeds() * plan.steps();
  }

  private static long parameters(Workbench bench, int width) {
    return bench.spec(width).groups().stream().mapToLong(ParameterGroup::size).sum();
  }
}
