package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.check.CheckOutcome;
import org.retrograde.experiments.check.ExperimentCheck;
import org.retrograde.experiments.check.ReferenceCheck;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks hypergradients before hours are spent on them. */
@Command(
    name = "check",
    description = {
      "Checks an experiment before hours are spent on it: the objective's derivatives and"
          + " hypergradients against differences, its reversal, bit by bit, and whether a first"
          + " step of tuning lowers the loss; says whether hypergradients are usable here. Or"
          + " checks all hypergradients of a reference case.",
      "Exits with 1 if a derivative is wrong or the landscape too rough, with 3 if neither can be"
          + " told."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private static final double CASE_LIMIT = 1e-8;

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description =
          "Writes an experiment's check with its report, |d_x| through time among it, to this run"
              + " directory, new or empty.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private RunOptions options = new RunOptions();

  private @Nullable Path report;

  /** What to check: one of the two. */
  static final class Subject {

    @Parameters(
        paramLabel = "EXPERIMENT",
        completionCandidates = BuiltinNames.class,
        description = "A YAML file, or the name of a built-in experiment.")
    private @Nullable String experiment;

    @Option(
        names = "--case",
        paramLabel = "FILE",
        description = "A reference case, hypergrad-case-1 or -2; always in float64.")
    private @Nullable Path caseFile;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (out != null && subject.caseFile != null) {
      throw new WrongInputException("--out goes with an experiment; --case has no report");
    }
    CheckOutcome outcome =
        subject.caseFile == null ? checkExperiment() : CheckOutcome.of(checkCase(subject.caseFile));
    print(outcome);
    return switch (outcome.conclusion()) {
      case USABLE -> ExitCode.DONE;
      case WRONG, ROUGH -> ExitCode.FAILED;
      case UNCLEAR -> ExitCode.UNCLEAR;
    };
  }

  private List<CheckFigure> checkCase(Path file) {
    List<CheckFigure> figures = new ArrayList<>();
    try (Device device =
        DeviceOptions.open(options.device(), Precision.FLOAT64, options.threads())) {
      for (ReferenceCheck.BlockError error : new ReferenceCheck(device, file).run()) {
        boolean loss = error.block().equals(ReferenceCheck.FINAL_LOSS);
        figures.add(
            new CheckFigure(
                error.block(),
                error.error(),
                CASE_LIMIT,
                error.error() <= CASE_LIMIT,
                loss
                    ? "absolute error of the final validation loss"
                    : "largest absolute error over the block's largest entry"));
      }
    }
    return figures;
  }

  private CheckOutcome checkExperiment() throws IOException, InterruptedException {
    String experiment = String.valueOf(subject.experiment);
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment, options.overrides());
    DeviceOptions.require(config.run());
    CheckRecord record = out == null ? null : new CheckRecord(out, config);
    CheckOutcome outcome;
    try (TrialEngine engine = config.run().openEngine(Streams.of(spec)::tell)) {
      outcome = new ExperimentCheck(config, engine).run();
    }
    if (record != null) {
      report = record.write(outcome, CommandWords.of(spec));
    }
    return outcome;
  }

  private void print(CheckOutcome outcome) {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.println(Json.of(outcome));
    } else {
      for (CheckFigure figure : outcome.figures()) {
        printer.printf(
            Locale.ROOT,
            "%-26s %9.2e  %s %7.1e  %s%n",
            figure.name(),
            figure.value(),
            figure.passed() ? "<=" : "ABOVE",
            figure.limit(),
            figure.explanation());
      }
      outcome.verdict().forEach(printer::println);
      if (report != null) {
        printer.printf("report: %s%n", report.toAbsolutePath());
      }
    }
    printer.flush();
  }
}
