package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.scale.Limits;
import org.retrograde.experiments.scale.Resource;
import org.retrograde.experiments.scale.ScaleCheck;
import org.retrograde.experiments.scale.ScaleStudy;
import org.retrograde.experiments.scale.ScaledPlan;
import org.retrograde.experiments.scale.ScaledStrategy;
import org.retrograde.experiments.scale.Workload;

/** Plans an experiment at other sizes, and prints that. */
final class ScalePlanner {

  private static final int CHECK_ROUNDS = 5;

  private final ScaleOptions options;
  private final boolean measures;
  private final boolean json;

  ScalePlanner(ScaleOptions options, boolean measures, boolean json) {
    this.options = options;
    this.measures = measures;
    this.json = json;
  }

  /**
   * What was planned.
   *
   * @param limits what there is
   * @param workload of the experiment
   * @param measured numbers of parameters that were measured
   * @param plans by parameters and steps
   * @param checks of the strategies chosen; empty if not asked for
   */
  record Planned(
      Limits limits,
      Workload workload,
      List<Long> measured,
      List<ScaledPlan> plans,
      List<ScaleCheck.Figure> checks) {}

  void run(TrainingProblem problem, IntFunction<TrainingProblem> ofSteps, Streams streams) {
    List<Double> parameters = options.parameters();
    List<Integer> steps = options.steps(problem.config().training().steps());
    Limits limits = options.limits(problem.device());
    ScaleStudy study =
        new ScaleStudy(problem, ofSteps, limits, options.clock(problem.config().run()));
    Planned planned;
    try (ConsoleProgress progress = new ConsoleProgress(streams.err())) {
      List<Long> measured = study.measure(Collections.max(parameters), progress);
      List<ScaledPlan> plans = new ArrayList<>();
      for (int count : steps) {
        parameters.forEach(size -> plans.add(study.plan(size, count)));
      }
      planned =
          new Planned(limits, study.workload(), measured, plans, checks(study, plans, progress));
    }
    if (json) {
      streams.out().println(Json.of(planned));
    } else {
      print(planned, streams.out());
    }
    streams.out().flush();
  }

  private List<ScaleCheck.Figure> checks(
      ScaleStudy study, List<ScaledPlan> plans, Progress progress) {
    return measures
        ? study.check(plans, CHECK_ROUNDS, progress).stream()
            .flatMap(check -> check.figures().stream())
            .toList()
        : List.of();
  }

  private static void print(Planned planned, PrintWriter out) {
    Limits limits = planned.limits();
    out.printf(
        Locale.ROOT,
        "a machine has %.4g GB of memory, %.4g GB of disk, of %.4g MB/s; %d of them, for %.4g"
            + " days%n",
        limits.memoryBytes() / 1e9,
        limits.diskBytes() / 1e9,
        limits.diskBytesPerSecond() / 1e6,
        limits.machines(),
        limits.days());
    Workload workload = planned.workload();
    out.printf(
        "the experiment: %d times %d hypergradients at once, and %d trainings%n",
        workload.iterations(), workload.seeds(), workload.trainings());
    out.printf(
        "measured at %s parameters; 'beyond' is how many times the largest of them%n",
        String.join(
            ", ",
            planned.measured().stream().map(n -> String.format(Locale.ROOT, "%,d", n)).toList()));
    out.printf(
        "%-9s %6s %-9s %-12s %9s %9s %20s %10s %5s %9s %9s %9s %10s  %s%n",
        "params",
        "beyond",
        "steps",
        "strategy",
        "s a step",
        "hypergr.",
        "range",
        "machine-h",
        "runs",
        "memory GB",
        "disk GB",
        "disk MB/s",
        "checkp. GB",
        "ends first");
    planned.plans().forEach(plan -> print(plan, out));
    printPrices(planned, out);
    printChecks(planned.checks(), out);
  }

  private static void print(ScaledPlan plan, PrintWriter out) {
    if (plan.refused() != null) {
      out.printf(
          Locale.ROOT,
          "%-9.3g %6s %-9.3g %-12s %s%n",
          (double) plan.parameters(),
          beyond(plan),
          (double) plan.steps(),
          "none",
          words(plan.refused()));
    }
    for (ScaledStrategy strategy : plan.strategies()) {
      out.printf(
          Locale.ROOT,
          "%-9.3g %6s %-9.3g %-12s %9.3g %9s %20s %10.3g %5d %9.3g %9.3g %9.3g %10.3g  %s%s%n",
          (double) plan.parameters(),
          beyond(plan),
          (double) plan.steps(),
          strategy.name(),
          strategy.secondsAStep(),
          duration(strategy.seconds()),
          duration(strategy.leastSeconds()) + " to " + duration(strategy.mostSeconds()),
          strategy.machineHours(),
          strategy.runsAtOnce(),
          strategy.memoryBytes() / 1e9,
          strategy.diskBytes() / 1e9,
          strategy.diskBytesPerSecond() / 1e6,
          strategy.checkpointBytes() / 1e9,
          words(strategy.endsFirst()),
          strategy.name().equals(plan.chosen()) ? " <- chosen" : "");
    }
  }

  private static String beyond(ScaledPlan plan) {
    return plan.beyond() > 1 ? String.format(Locale.ROOT, "%.3g", plan.beyond()) : "";
  }

  private static String words(Resource resource) {
    return String.format(
        Locale.ROOT,
        "%s%s, %.3g of 1",
        resource.share() > 1 ? "NOT ENOUGH: " : "",
        resource.name(),
        resource.share());
  }

  private static String duration(double seconds) {
    Map<String, Double> units = new LinkedHashMap<>();
    units.put("d", 86_400.0);
    units.put("h", 3600.0);
    units.put("min", 60.0);
    return units.entrySet().stream()
        .filter(unit -> seconds >= 2 * unit.getValue())
        .findFirst()
        .map(
            unit -> String.format(Locale.ROOT, "%.3g %s", seconds / unit.getValue(), unit.getKey()))
        .orElseGet(() -> String.format(Locale.ROOT, "%.3g s", seconds));
  }

  private static void printPrices(Planned planned, PrintWriter out) {
    for (ScaledPlan plan : planned.plans()) {
      plan.strategies().stream()
          .filter(strategy -> strategy.name().equals(plan.chosen()) && strategy.price() != null)
          .forEach(
              strategy ->
                  out.printf(
                      Locale.ROOT,
                      "%.3g parameters, %.3g steps: %.3g machine-hours cost %.4g%n",
                      (double) plan.parameters(),
                      (double) plan.steps(),
                      strategy.machineHours(),
                      strategy.price()));
    }
  }

  private static void printChecks(List<ScaleCheck.Figure> checks, PrintWriter out) {
    for (ScaleCheck.Figure figure : checks) {
      out.printf(
          Locale.ROOT,
          "%.3g parameters, %.3g steps, %s, %s: predicted %.4g, measured %.4g (%.4g to %.4g)%s%n",
          (double) figure.parameters(),
          (double) figure.steps(),
          figure.strategy(),
          figure.of(),
          figure.predicted(),
          figure.measured(),
          figure.least(),
          figure.most(),
          error(figure));
    }
  }

  private static String error(ScaleCheck.Figure figure) {
    Double error = figure.error();
    return error == null ? "" : String.format(Locale.ROOT, ", %+.1f %%", 100 * error);
  }
}
