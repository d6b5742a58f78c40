package org.retrograde.experiments.cli;

import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.outside.OpenTrials;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a tuner that is no part of this program. */
@Command(
    name = "trials",
    description =
        "Trains what a tuner asks for in lines of JSON on standard input, and answers with losses,"
            + " and hypergradients, on standard output: for Optuna, Ray Tune and others.",
    mixinStandardHelpOptions = true)
final class TrialsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      completionCandidates = BuiltinNames.class,
      description =
          "A YAML file, or the name of a built-in experiment, whose search.hyperparameters, or else"
              + " tune.hyperparameters, say what may be asked for.")
  private String experiment = "";

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Runs of a trial whose line names no number of them; search.seeds if not given, or 1"
              + " without a search.")
  private @Nullable Integer seeds;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (seeds != null && seeds < 1) {
      throw new WrongInputException("--seeds must be at least 1, got " + seeds);
    }
    List<String> changes = new ArrayList<>(options.overrides());
    changes.addAll(engine.overrides());
    ExperimentConfig config = ConfigReader.readFileOrBuiltin(experiment, changes);
    PrintStream standard = System.out;
    System.setOut(System.err); // what classes of the user's print is no answer
    try (Device device = DeviceOptions.open(config.run());
        TrialEngine trials = config.run().openEngine(Streams.of(spec)::tell)) {
      new OpenTrials(ProblemType.open(config, device), trials, seeds == null ? 0 : seeds)
          .serve(new InputStreamReader(System.in, StandardCharsets.UTF_8), Streams.plainOut(spec));
    } finally {
      System.setOut(standard);
    }
    return ExitCode.DONE;
  }
}
