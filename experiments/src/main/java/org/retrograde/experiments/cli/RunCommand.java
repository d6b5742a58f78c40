package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.Experiment;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.StudyConfig;
import org.retrograde.experiments.runner.ExperimentRunner;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.experiments.runner.LoadedRun;
import org.retrograde.experiments.runner.LoadedStudy;
import org.retrograde.reports.record.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an experiment. */
@Command(
    name = "run",
    description = "Runs an experiment and writes a run directory with its report.html.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      description = "A YAML file, or the name of a built-in experiment (see 'list').")
  private String experiment = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Run directory, new or empty; runs/NAME, or the next free number, if not given.")
  private @Nullable Path out;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Experiment config = ConfigReader.readAny(experiment, options.overrides());
    DeviceOptions.require(config.run());
    LoadedRun loaded = load(config);
    RunDirectory directory = directory(config);
    PrintWriter err = Streams.of(spec).err();
    err.println(config.title().isEmpty() ? config.name() : config.name() + ": " + config.title());
    err.flush();
    ConsoleProgress progress = new ConsoleProgress(err);
    ExperimentRunner runner = new ExperimentRunner(loaded, directory, progress);
    Interruption interruption = Interruption.ofThisThread();
    try {
      runner.run();
    } catch (InterruptedException e) {
      progress.close();
      err.printf("what was finished is in %s%n", directory.reportFile());
      throw e;
    } finally {
      progress.close();
      interruption.close();
    }
    PrintWriter out = Streams.of(spec).out();
    RunSummary.print(directory.read(), out);
    out.printf("report: %s%n", directory.reportFile().toAbsolutePath());
    out.flush();
    return ExitCode.DONE;
  }

  private LoadedRun load(Experiment config) {
    if (config instanceof StudyConfig study) {
      return LoadedStudy.load(study, CommandWords.of(spec));
    }
    ExperimentConfig network = (ExperimentConfig) config;
    if (!network.hasPhases()) {
      throw new WrongInputException(
          "%s has only a sweep; ./retrograde lrsweep %s runs it"
              .formatted(config.name(), experiment));
    }
    return LoadedExperiment.load(network, CommandWords.of(spec));
  }

  private RunDirectory directory(Experiment config) throws IOException {
    Path path = out == null ? nextFree(Path.of("runs", config.name())) : out;
    try {
      return RunDirectory.create(path);
    } catch (FileAlreadyExistsException e) {
      throw new WrongInputException("--out: %s %s".formatted(path, e.getReason()));
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "cannot be made" : e.getReason();
      throw new WrongInputException("--out: %s %s".formatted(path, reason));
    }
  }

  private static Path nextFree(Path wanted) {
    Path free = wanted;
    for (int number = 2; Files.exists(free); number++) {
      free = wanted.resolveSibling(wanted.getFileName() + "-" + number);
    }
    return free;
  }
}
