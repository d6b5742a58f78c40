package org.retrograde.experiments.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.phase.PlanRecord;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.CheckpointCost;
import org.retrograde.hypergrad.gradient.TrainingOptions;
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

  /** The folder for temporary files, as a run directory is not known. */
  private static final Path FOLDER = TrainingOptions.DEFAULT.spillFolder();

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
      CheckpointCost checkpoint = StrategyPlan.checkpoint(problem, plan.chosen(), FOLDER);
      print(new Planned(PlanRecord.of(plan, measured), checkpoint), config);
    }
    return ExitCode.DONE;
  }

  /** What is printed as JSON. */
  record Planned(@JsonUnwrapped Plan plan, CheckpointCost checkpoint) {}

  private TrainingProblem ofSteps(int steps, Device device) {
    List<String> overrides = new ArrayList<>(options.overrides());
    overrides.add("training.steps=" + steps);
    return ProblemType.open(ConfigReader.readFileOrBuiltin(experiment, overrides), device);
  }

  private void print(Planned planned, ExperimentConfig config) {
    Plan plan = planned.plan();
    PrintWriter out = Streams.of(spec).out();
    if (json) {
      out.println(Json.of(planned));
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
      printCheckpoint(out, planned.checkpoint(), config.run());
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

  private static void printCheckpoint(PrintWriter out, CheckpointCost checkpoint, RunConfig run) {
    out.printf(
        Locale.ROOT,
        "a checkpoint is of %.4g MB and took %.3g s to write to %s%s%n",
        megabytes(checkpoint.bytes()),
        checkpoint.seconds(),
        FOLDER,
        run.betweenCheckpoints()
            .map(between -> ofTheTime(checkpoint.seconds(), between))
            .orElse("; none is written, as run.checkpoint-minutes is 0"));
  }

  private static String ofTheTime(double seconds, Duration between) {
    return String.format(
        Locale.ROOT,
        ", every %.3g minutes %.2g %% of the time",
        between.toNanos() / 60e9,
        100 * seconds / (seconds + between.toNanos() / 1e9));
  }

  private static double megabytes(@Nullable Long bytes) {
    return bytes == null ? Double.NaN : bytes / 1e6;
  }
}
