package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.SweepConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.experiments.range.RangeTest;
import org.retrograde.experiments.runner.Measured;
import org.retrograde.experiments.width.RateMeasurement;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.html.RateReport;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateRange;
import org.retrograde.reports.record.RateSweep;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reversible.device.Device;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows whether the best learning rate stays where it is as networks get wider. */
@Command(
    name = "lrsweep",
    description = {
      "Trains at every learning rate of the experiment's section sweep, for its widths and"
          + " parametrizations, and judges whether the best rate stays. Writes lrsweep.json and"
          + " lrsweep.html.",
      "Exits with 1 if a figure is outside its limits."
    },
    mixinStandardHelpOptions = true)
final class LrsweepCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      completionCandidates = BuiltinNames.class,
      description = "A YAML file, or the name of a built-in experiment (see 'list').")
  private String experiment = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where the files go, replacing earlier ones; runs/lrsweep-NAME if not given.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @ArgGroup(exclusive = false)
  private RangeOptions range = new RangeOptions();

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Instant started = Instant.now();
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment, options.overrides());
    return range.isAsked() ? rangeTest(config, started) : sweep(config, started);
  }

  private Integer rangeTest(ExperimentConfig config, Instant started)
      throws IOException, InterruptedException {
    RangeTest test = range.test();
    Path folder = out == null ? Path.of("runs", "range-test-" + config.name()) : out;
    try (ClaimedFolder claimed = ClaimedFolder.of(folder)) {
      RateRange result = measure(config, test, started);
      Path page = RangeTestOutput.write(result, claimed);
      PrintWriter printer = Streams.of(spec).out();
      if (json) {
        printer.print(result.toJson());
      } else {
        RangeTestOutput.print(result, page, printer);
      }
      printer.flush();
      return ExitCode.DONE;
    }
  }

  private RateRange measure(ExperimentConfig config, RangeTest test, Instant started)
      throws InterruptedException {
    try (Device device = DeviceOptions.open(config.run());
        TrialEngine engine = config.run().openEngine(Streams.of(spec)::tell);
        ConsoleProgress progress = new ConsoleProgress(Streams.of(spec).err())) {
      TrainingProblem problem = ProblemType.open(config, device);
      problem.warnings().forEach(Streams.of(spec)::warn);
      RangeTest.Found found = test.run(problem, engine, progress);
      return new RateRange(
          RateRange.SCHEMA,
          measured(config, started).manifest(problem, RangeTest.seeds(problem)),
          found.dots(),
          found.end(),
          found.suggestions());
    }
  }

  private Measured measured(ExperimentConfig config, Instant started) {
    String title = config.title().isEmpty() ? config.name() : config.title();
    return new Measured(title, config.summary(), CommandWords.of(spec), started);
  }

  private Integer sweep(ExperimentConfig config, Instant started)
      throws IOException, InterruptedException {
    SweepConfig sweep = config.sweep();
    if (sweep == null) {
      throw new WrongInputException(
          config.name()
              + " has no section sweep; add one, or --set 'sweep={widths: [64, 128],"
              + " learning-rates: {from: 0.01, factor: 2, count: 8}}'");
    }
    Path folder = out == null ? Path.of("runs", "lrsweep-" + config.name()) : out;
    try (ClaimedFolder claimed = ClaimedFolder.of(folder)) {
      RateSweep result = measure(config, sweep, started);
      AtomicFile.write(claimed.resolve("lrsweep.json"), result.toJson());
      RateReport.write(result, claimed.resolve("lrsweep.html"));
      print(result, claimed.resolve("lrsweep.html"));
      return result.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private RateSweep measure(ExperimentConfig config, SweepConfig sweep, Instant started)
      throws InterruptedException {
    try (Device device = DeviceOptions.open(config.run());
        TrialEngine engine = config.run().openEngine(Streams.of(spec)::tell);
        ConsoleProgress progress = new ConsoleProgress(Streams.of(spec).err())) {
      Workbench bench = SizeChecks.requireNetwork(ProblemType.open(config, device));
      bench.warnings().forEach(Streams.of(spec)::warn);
      RateMeasurement measurement = new RateMeasurement(bench, sweep);
      List<RateTransfer> transfers = measurement.run(engine, progress);
      return new RateSweep(
          RateSweep.SCHEMA,
          measured(config, started).manifest(bench, Map.of("lrsweep", measurement.seeds())),
          RateMeasurement.LOSS,
          config.model().baseWidth(),
          transfers.stream().flatMap(t -> t.figures().stream()).allMatch(CriterionFigure::passed),
          transfers);
    }
  }

  private void print(RateSweep sweep, Path page) {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.print(sweep.toJson());
    } else {
      printer.println(sweep.loss());
      sweep.transfers().forEach(transfer -> print(transfer, sweep.baseWidth(), printer));
      printer.println(sweep.passed() ? "passed" : "FAILED");
      printer.println(page.toAbsolutePath());
    }
    printer.flush();
  }

  private static void print(RateTransfer transfer, int baseWidth, PrintWriter printer) {
    printer.printf(
        "%n%s%n%7s %11s %11s %10s %16s %9s%n",
        transfer.parametrization(),
        "width",
        "best rate",
        "optimum",
        "best loss",
        "at %d's rate".formatted(baseWidth),
        "regret");
    for (RateCurve curve : transfer.curves()) {
      printer.printf(
          Locale.ROOT,
          "%7d %11.4g %11.4g %10.4f %16.4f %8.1f%%%s%n",
          curve.width(),
          curve.bestRate(),
          curve.optimum(),
          curve.bestLoss(),
          curve.lossAtBaseRate(),
          100 * curve.regret(),
          curve.inside() ? "" : "  on the edge of the grid");
    }
    if (transfer.curves().stream().noneMatch(curve -> Double.isFinite(curve.bestLoss()))) {
      printer.println("every run diverged; lower sweep.learning-rates");
      return;
    }
    printer.printf(Locale.ROOT, "drift %.2f octaves where the width doubles%n", transfer.drift());
    CriteriaPrinter.print(transfer.figures(), printer);
  }
}
