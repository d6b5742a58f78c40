package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.PlanRecord;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.plan.MeasuredCost;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.PlannedStrategy;
import org.retrograde.reversible.device.Device;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Predicts what hypergradients cost. */
@Command(
    name = "plan",
    description =
        "Predicts time and memory of one hypergradient under each strategy, and names the one that"
            + " a run would use.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      completionCandidates = BuiltinNames.class,
      description = "A YAML file, or the name of a built-in experiment.")
  private String experiment = "";

  @Option(
      names = "--measure",
      description = "Runs the chosen strategy too, and shows what it cost beside the prediction.")
  private boolean measure;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @ArgGroup(exclusive = false)
  private ScaleOptions scale = new ScaleOptions();

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() {
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment, options.overrides());
    try (Device device = DeviceOptions.open(config.run())) {
      TrainingProblem problem = ProblemType.open(config, device);
      if (scale.isAsked()) {
        new ScalePlanner(scale, measure, json)
            .run(problem, steps -> ofSteps(steps, device), Streams.of(spec));
        return ExitCode.DONE;
      }
      StrategyPlan plan = StrategyPlan.of(problem);
      MeasuredCost measured = measure ? StrategyPlan.measure(problem, plan.chosen()) : null;
      print(PlanRecord.of(plan, measured), config);
    }
    return ExitCode.DONE;
  }

  private TrainingProblem ofSteps(int steps, Device device) {
    List<String> overrides = new ArrayList<>(options.overrides());
    overrides.add("training.steps=" + steps);
    return ProblemType.open(ConfigReader.readFileOrBuiltin(experiment, overrides), device);
  }

  private void print(Plan plan, ExperimentConfig config) {
    PrintWriter out = Streams.of(spec).out();
    if (json) {
      out.println(Json.of(plan));
    } else {
      out.printf(
          Locale.ROOT,
          "one hypergradient of %d steps, %d parameters; budget %.0f MB%n",
          plan.steps(),
          plan.parameters(),
          megabytes(plan.budgetBytes()));
      out.printf("%-12s %12s %9s %9s%n", "strategy", "gradients", "seconds", "MB");
      plan.strategies().forEach(strategy -> print(out, strategy, plan.chosen()));
      printMeasured(out, plan);
      out.printf(
          "gradients are those of minibatches, of which a training takes %d; strategies differ in"
              + " time and memory, not in what they compute%n",
          plan.steps());
      DryRun.tuning(config).ifPresent(out::println);
      DryRun.judging(config).ifPresent(out::println);
    }
    out.flush();
  }

  private static void print(PrintWriter out, PlannedStrategy strategy, String chosen) {
    if (strategy.note() != null) {
      out.printf("%-12s %s%n", strategy.name(), strategy.note());
      return;
    }
    List<String> words =
        List.of(
            strategy.fits() ? "" : "does not fit the budget",
            strategy.name().equals(chosen) ? "<- chosen" : "");
    out.printf(
        Locale.ROOT,
        "%-12s %12.0f %9.3g %9.4g  %s%n",
        strategy.name(),
        strategy.gradientEvaluations(),
        strategy.seconds(),
        megabytes(strategy.bytes()),
        String.join(" ", words).strip());
  }

  private static void printMeasured(PrintWriter out, Plan plan) {
    var measured = plan.measured();
    if (measured != null) {
      out.printf(
          Locale.ROOT,
          "%-12s %12s %9.3g %9.4g%n",
          "measured",
          "",
          measured.seconds(),
          megabytes(measured.bytes()));
    }
  }

  private static double megabytes(@Nullable Long bytes) {
    return bytes == null ? Double.NaN : bytes / 1e6;
  }
}
