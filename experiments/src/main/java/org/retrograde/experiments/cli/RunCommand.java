package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.init.Hints;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.experiments.runner.Resumption;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.Tags;
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
      completionCandidates = BuiltinNames.class,
      description =
          "A YAML file, the name of a built-in experiment (see 'list'), or data: a table, an"
              + " .npz file or a folder of images, for which 'init' writes a YAML file first.")
  private String experiment = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description =
          "Run directory, new or empty; runs/NAME, or the next free number, if not given.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      description =
          "Goes on with the run in --out DIR that was cut off, whatever ended it: what it had is"
              + " kept, and the results are those of a run that was not. Begins where there is"
              + " nothing yet.")
  private boolean resume;

  @Option(names = "--open", description = "Opens the report in the browser at the end.")
  private boolean open;

  @Option(
      names = "--json",
      description = "Prints the figures and where the files are as JSON; progress stays beside it.")
  private boolean json;

  @Option(
      names = {"-f", "--force"},
      description =
          "Replaces an earlier run in the directory, runs/NAME if --out is not given. Files that no"
              + " run writes stay; what is no run directory is refused.")
  private boolean force;

  @Option(
      names = {"-n", "--dry-run"},
      description =
          "Reads config and data, checks all that can be checked without training, and says what"
              + " would be done and where; writes nothing.")
  private boolean dryRun;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description =
          "A word to find the run by, see 'runs'; may be repeated. No figure depends on it.")
  private List<String> tags = new ArrayList<>();

  @Mixin private Verbosity verbosity = new Verbosity();

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> changes = new ArrayList<>(options.overrides());
    changes.addAll(engine.overrides());
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment(), changes);
    DeviceOptions.require(config.run());
    Tags words = TagWords.of(tags);
    if (resume && out == null) {
      throw new WrongInputException("--resume needs --out DIR, the directory of the run");
    }
    if (resume && force) {
      throw new WrongInputException("--resume keeps the run that --force replaces; give one");
    }
    if (dryRun && (json || open)) {
      throw new WrongInputException("--dry-run has neither figures nor a report; give it alone");
    }
    LoadedExperiment loaded = LoadedExperiment.load(config, CommandWords.of(spec));
    if (dryRun) {
      return dryRun(loaded);
    }
    RunDirectory directory = directory(config);
    if (resume && Resumption.check(directory, loaded) == Resumption.Answer.NOTHING) {
      say("retrograde: this run is done; nothing is left to do");
      Resumption.finish(directory);
      directory.tag(words);
      return summary(directory);
    }
    say(DryRun.head(config));
    Execution.run(loaded, directory, words, verbosity, Streams.of(spec).err());
    return summary(directory);
  }

  /** Returns what to read, once there is an experiment for data. */
  private String experiment() throws IOException, InterruptedException {
    if (!InitCommand.isData(experiment)) {
      return experiment;
    }
    Path data = Path.of(experiment);
    Path file = InitCommand.configOf(data);
    if (Files.exists(file)) {
      requireOf(data, file);
      say(
          "retrograde: %s is there already and is run; %s makes it anew"
              .formatted(file, InitCommand.command("init", data, "--force")));
    } else if (dryRun) {
      throw new WrongInputException(
          "--dry-run writes nothing; '%s' writes %s"
              .formatted(InitCommand.command("init", data), file));
    } else {
      InitCommand.write(data, file, Hints.NONE, Streams.of(spec), verbosity);
      say("retrograde: wrote " + file);
    }
    return file.toString();
  }

  /** Data of the same name in another folder, or of another format, have the same file. */
  private static void requireOf(Path data, Path file) throws IOException {
    Optional<Path> place = ConfigReader.read(file, List.of()).place();
    if (place.isEmpty() || !Files.isSameFile(place.get(), data)) {
      String other = file.toString().replaceFirst("\\.yaml$", "-2.yaml");
      throw new WrongInputException(
          "%s is there already, and is of %s, not of %s; %s writes an experiment of that"
              .formatted(
                  file,
                  place.map(Path::toString).orElse("other data"),
                  data,
                  InitCommand.command("init", data, "--out", other)));
    }
  }

  private Integer dryRun(LoadedExperiment loaded) throws IOException {
    ExperimentConfig config = loaded.config();
    Path folder =
        out == null && !force
            ? OutputFolder.nextOfNewRun(defaultFolder(config))
            : OutputFolder.wouldBe(folder(config), config, earlier());
    List<String> outline = DryRun.outline(loaded);
    PrintWriter printer = Streams.of(spec).out();
    if (!verbosity.isQuiet()) {
      outline.forEach(printer::println);
    }
    printer.printf("would write: %s%n", folder.toAbsolutePath());
    printer.flush();
    return ExitCode.DONE;
  }

  private OutputFolder.Earlier earlier() {
    if (force) {
      return OutputFolder.Earlier.REPLACE;
    }
    return resume ? OutputFolder.Earlier.RESUME : OutputFolder.Earlier.KEEP;
  }

  private Path folder(ExperimentConfig config) {
    return out == null ? defaultFolder(config) : out;
  }

  private static Path defaultFolder(ExperimentConfig config) {
    return Path.of("runs", config.name());
  }

  private void say(String line) {
    if (!verbosity.isQuiet()) {
      PrintWriter err = Streams.of(spec).err();
      err.println(line);
      err.flush();
    }
  }

  private int summary(RunDirectory directory) throws IOException, InterruptedException {
    PrintWriter printer = Streams.of(spec).out();
    if (json) {
      printer.println(Json.of(RunFigures.of(directory, directory.read())));
    } else {
      if (!verbosity.isQuiet()) {
        RunSummary.print(directory.read(), printer);
      }
      printer.printf("report: %s%n", directory.reportFile().toAbsolutePath());
    }
    printer.flush();
    if (open) {
      Browser.ofDesktop().open(directory.reportFile(), Streams.of(spec).err());
    }
    return ExitCode.DONE;
  }

  private RunDirectory directory(ExperimentConfig config) throws IOException {
    return out == null && !force
        ? OutputFolder.ofNewRun(defaultFolder(config))
        : OutputFolder.ofRun(folder(config), config, earlier());
  }
}
