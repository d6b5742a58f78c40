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
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.experiments.runner.Measured;
import org.retrograde.experiments.width.Axis;
import org.retrograde.experiments.width.CoordinateCheck;
import org.retrograde.experiments.width.CoordinateSizes;
import org.retrograde.experiments.width.CoordinateVerdict;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.html.CoordinateReport;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.Coordinates;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reversible.device.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks that training moves every layer by as much at every width. */
@Command(
    name = "coordcheck",
    description = {
      "Measures how pre-activations, and what the first steps of training add to them, follow the"
          + " width, or the depth; names the tensor at fault where they grow or shrink. Writes"
          + " coordcheck.json and coordcheck.html.",
      "Exits with 1 if a figure is outside its limits by more than chance explains, or if chance"
          + " leaves it open."
    },
    mixinStandardHelpOptions = true)
final class CoordcheckCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      completionCandidates = BuiltinNames.class,
      description = "A YAML file, or the name of a built-in experiment (see 'list').")
  private String experiment = "";

  @Option(
      names = "--widths",
      paramLabel = "N",
      split = ",",
      description = "Widths of the hidden layers; 32,64,128,256,512 if not given.")
  private List<Integer> widths = List.of(32, 64, 128, 256, 512);

  @Option(
      names = "--depths",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of hidden layers, to look at the depth at model.width instead of at widths.")
  private List<Integer> depths = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Runs at each width at most, 256 if not given; 16 are made, and twice as many each time"
              + " while their spread leaves a figure open.")
  private int seeds = 256;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Steps of training to look at; 4 if not given.")
  private int steps = 4;

  @Option(
      names = "--readout",
      paramLabel = "FACTOR",
      description =
          "What the output weights are multiplied by at the start, so that the first steps follow"
              + " the targets and not the chance outputs of narrow networks; 0.125 if not given.")
  private double readout = 0.125;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description =
          "Where the files go, replacing earlier ones; runs/coordcheck-NAME if not given.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Instant started = Instant.now();
    CoordinateCheck.Settings settings = settings();
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment, options.overrides());
    SizeChecks.requireWidth(config);
    Path folder = out == null ? Path.of("runs", "coordcheck-" + config.name()) : out;
    try (ClaimedFolder claimed = ClaimedFolder.of(folder)) {
      Coordinates result = check(config, settings, started);
      AtomicFile.write(claimed.resolve("coordcheck.json"), result.toJson());
      CoordinateReport.write(result, claimed.resolve("coordcheck.html"));
      print(result, claimed.resolve("coordcheck.html"));
      return result.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private CoordinateCheck.Settings settings() {
    try {
      return depths.isEmpty()
          ? new CoordinateCheck.Settings(widths, seeds, steps, readout)
          : new CoordinateCheck.Settings(Axis.DEPTH, depths, seeds, steps, readout);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException("--" + e.getMessage());
    }
  }

  private Coordinates check(
      ExperimentConfig config, CoordinateCheck.Settings settings, Instant started)
      throws InterruptedException {
    try (Device device = DeviceOptions.open(config.run());
        TrialEngine engine = config.run().openEngine(Streams.of(spec)::tell);
        ConsoleProgress progress = new ConsoleProgress(Streams.of(spec).err())) {
      Workbench bench = SizeChecks.requireNetwork(ProblemType.open(config, device));
      bench.warnings().forEach(Streams.of(spec)::warn);
      CoordinateCheck check = check(bench, settings);
      CoordinateSizes sizes = check.run(engine, progress);
      CoordinateVerdict verdict = CoordinateVerdict.of(sizes);
      Measured measured =
          new Measured(
              "Coordinate check of " + config.name(),
              "How pre-activations, and what training adds to them, follow the %s."
                  .formatted(settings.axis().word()),
              CommandWords.of(spec),
              started);
      return new Coordinates(
          Coordinates.SCHEMA,
          measured.manifest(bench, Map.of("coordcheck", check.seeds(sizes.seeds()))),
          bench.parametrization().label(),
          sizes.axis().word(),
          sizes.values(),
          sizes.seeds(),
          settings.steps(),
          verdict.passed(),
          verdict.figures(),
          verdict.faults(),
          verdict.advice(),
          sizes.series());
    }
  }

  private static CoordinateCheck check(Workbench bench, CoordinateCheck.Settings settings) {
    try {
      return new CoordinateCheck(bench, settings);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException("--" + e.getMessage());
    }
  }

  private void print(Coordinates check, Path page) {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.print(check.toJson());
    } else {
      printer.printf(
          "%s; %ss %s, %d seeds, %d steps; slopes of log size against log %s%n",
          check.parametrization(),
          check.axis(),
          check.values(),
          check.seeds(),
          check.steps(),
          check.axis());
      check.figures().forEach(figure -> print(figure, printer));
      if (check.passed()) {
        printer.println("passed");
      } else {
        printer.println(check.advice().isEmpty() ? "FAILED" : "CANNOT TELL: " + check.advice());
      }
      for (Coordinates.Fault fault : check.faults()) {
        boolean first = fault.equals(check.faults().get(0));
        printer.printf(
            "%s %s: %s%n", first ? "at fault:" : "or, or from it:", fault.tensor(), fault.reason());
      }
      printer.println(page.toAbsolutePath());
    }
    printer.flush();
  }

  private static void print(UncertainFigure figure, PrintWriter printer) {
    printer.printf(
        Locale.ROOT,
        "%-4s %-34s %8.3f +- %.3f  %-7s %-14s %s%n",
        figure.criterion(),
        figure.subject(),
        figure.value(),
        figure.margin(),
        word(figure.outcome()),
        CriteriaPrinter.allowed(figure.least(), figure.most()),
        figure.explanation());
  }

  private static String word(UncertainFigure.Outcome outcome) {
    return switch (outcome) {
      case WITHIN -> "within";
      case UNCLEAR -> "UNCLEAR";
      case OUTSIDE -> "OUTSIDE";
    };
  }
}
