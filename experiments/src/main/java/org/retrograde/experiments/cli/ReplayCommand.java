package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.records.FileComparison;
import org.retrograde.experiments.records.ReplayOutcome;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.experiments.runner.Resumption;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Tags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a record again. */
@Command(
    name = "replay",
    description =
        "Runs a run that is done again from its record, in a directory of its own, and says which"
            + " values of results, metrics and recipe differ. Ends with 1 if any does. Data that"
            + " changed since are refused.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  /** Run here, where a spool would hand out what it has, and told to nobody. */
  private static final List<String> HERE =
      List.of("run.engine=threads", "run.mlflow=null", "run.tensorboard=null");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The run directory.")
  private Path root = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "OUT",
      description =
          "Directory of the second run, new or empty; DIR-replay, or the next free number, if not"
              + " given.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints JSON; progress stays beside it.")
  private boolean json;

  @Mixin private Verbosity verbosity = new Verbosity();

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunDirectory first = RunArgument.open(root);
    Manifest manifest = first.readManifest();
    if (manifest.status() != RunStatus.DONE) {
      throw new WrongInputException(
          "%s: only a run that is done can be compared, this one is %s; run %s --out %s --resume"
                  .formatted(
                      root,
                      manifest.status().name().toLowerCase(Locale.ROOT),
                      first.configFile(),
                      root)
              + " goes on with it");
    }
    if (!Files.exists(first.configFile())) {
      throw new WrongInputException(
          "%s has no config.yaml, so that nobody can tell what was run".formatted(root));
    }
    ExperimentConfig config = ConfigReader.read(first.configFile(), HERE);
    DeviceOptions.require(config.run());
    LoadedExperiment loaded = LoadedExperiment.load(config, CommandWords.of(spec));
    Resumption.requireSameData(first, manifest, loaded);
    RunDirectory second = directory(config);
    Execution.run(loaded, second, Tags.none(), verbosity, Streams.of(spec).err());
    ReplayOutcome outcome = ReplayOutcome.of(first, second);
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.println(Json.of(outcome));
    } else {
      print(outcome, printer);
    }
    printer.flush();
    return outcome.same() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private RunDirectory directory(ExperimentConfig config) throws IOException {
    if (out != null) {
      return OutputFolder.ofRun(out, config, OutputFolder.Earlier.KEEP);
    }
    Path whole = root.toAbsolutePath().normalize();
    return OutputFolder.ofNewRun(whole.resolveSibling(whole.getFileName() + "-replay"));
  }

  private static void print(ReplayOutcome outcome, PrintWriter printer) {
    outcome.files().stream().map(FileComparison::words).forEach(printer::println);
    printer.println("not compared: " + String.join("; ", outcome.leftOut()));
    outcome.circumstances().forEach(other -> printer.println("other: " + other.words()));
    printer.printf(
        "%s: %s%n",
        outcome.same()
            ? "the same bits"
            : outcome.circumstances().isEmpty()
                ? "OTHER bits, though versions, machine and settings are the same"
                : "OTHER bits, which the differences above may explain",
        outcome.second());
  }
}
