package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.Compared;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains at another width with a tuned recipe. */
@Command(
    name = "transfer",
    description =
        "Trains with a tuned recipe, at another width where the problem has widths, and at another"
            + " depth where the architecture has a rule of it.",
    mixinStandardHelpOptions = true)
final class TransferCommand implements Callable<Integer> {

  private static final int MOST_RUNS = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RecipeArgument.DESCRIPTION)
  private Path run = Path.of("");

  @Option(
      names = "--width",
      split = ",",
      paramLabel = "N",
      description =
          "Width of the hidden layers, or several, such as 64,128; that of tuning if not given.")
  private List<Integer> widths = new ArrayList<>();

  @Option(
      names = "--depth",
      paramLabel = "L",
      description =
          "Blocks of the network; that of tuning if not given. The architecture needs a rule of the"
              + " depth, and what was tuned must be per type, depth, type-depth or all.")
  private @Nullable Integer depth;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Steps to train; the schedules are stretched. Tuned values are not expected to be right"
              + " for another number of steps.")
  private @Nullable String steps;

  @Option(names = "--seeds", paramLabel = "N", description = "Runs; 3 if not given.")
  private int seeds = 3;

  @Option(
      names = "--json",
      description = "Prints JSON: an object, of several widths a list of them.")
  private boolean json;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws InterruptedException {
    for (int width : widths) {
      require(width >= 1, "--width must be at least 1, got " + width);
      require(Collections.frequency(widths, width) == 1, "--width names %d twice".formatted(width));
    }
    require(
        seeds >= 1 && seeds <= MOST_RUNS,
        "--seeds must be at least 1 and at most %d, got %d".formatted(MOST_RUNS, seeds));
    List<String> overrides = new ArrayList<>(options.overrides());
    if (steps != null) {
      overrides.add("training.steps=" + steps);
    }
    if (depth != null) {
      overrides.add("model.depth=" + depth);
    }
    RecipeFile file = RecipeFile.read(RecipeArgument.file(run), overrides);
    if (!RecipeFile.holdsAll(file.config())) {
      Streams.of(spec).err().println("retrograde: " + RecipeFile.NOT_HELD);
    }
    List<WidthOutcome> outcomes = train(file);
    print(outcomes);
    List<String> divergences =
        outcomes.stream()
            .flatMap(outcome -> outcome.runs().stream())
            .map(Compared::divergence)
            .filter(Objects::nonNull)
            .toList();
    PrintWriter err = Streams.of(spec).err();
    divergences.forEach(words -> err.println("retrograde: " + words));
    err.flush();
    return divergences.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new WrongInputException(message);
    }
  }

  private List<WidthOutcome> train(RecipeFile file) throws InterruptedException {
    ExperimentConfig config = file.config();
    try (Device opened = DeviceOptions.open(config.run());
        TrialEngine engine = config.run().openEngine(Streams.of(spec)::tell)) {
      TrainingProblem problem = ProblemType.open(config, opened);
      file.otherData(problem.dataHashes()).ifPresent(this::warn);
      problem.warnings().forEach(this::warn);
      List<Integer> asked = widths.isEmpty() ? List.of(problem.width()) : widths;
      require(
          widths.isEmpty() || problem.hasWidths(),
          "--width: problem %s has no widths; leave it out"
              .formatted(config.problem().kind().word()));
      asked.stream().flatMap(width -> file.warnings(width).stream()).distinct().forEach(this::warn);
      List<String> groups = problem.groups().stream().map(ParameterGroup::name).toList();
      RunSettings settings = new RunSettings(config.training().steps(), problem.groups());
      file.recipeOf(groups, problem.modules()).apply(settings);
      List<Trial<Scores.Found>> trials = new ArrayList<>();
      for (int width : asked) {
        for (long seed : Seeds.range(config.seed(), "transfer", 0, seeds)) {
          trials.add(new Trial<>(problem, settings, width, seed, Compared.want(problem)));
        }
      }
      return byWidth(
          engine.run(trials).stream().map(outcome -> Compared.of(problem, outcome)).toList());
    }
  }

  private List<WidthOutcome> byWidth(List<Compared> runs) {
    if (widths.isEmpty()) {
      return List.of(new WidthOutcome(null, runs));
    }
    List<WidthOutcome> outcomes = new ArrayList<>();
    for (int width : widths) {
      int from = outcomes.size() * seeds;
      outcomes.add(new WidthOutcome(width, runs.subList(from, from + seeds)));
    }
    return outcomes;
  }

  private void warn(String warning) {
    Streams.of(spec).warn(warning);
  }

  /** One width has its figures, several have a row each. */
  private void print(List<WidthOutcome> outcomes) {
    PrintWriter out = Streams.of(spec).out();
    boolean several = outcomes.size() > 1;
    if (json) {
      List<Map<String, Object>> figures = outcomes.stream().map(WidthOutcome::asMap).toList();
      out.println(Json.of(several ? figures : figures.get(0)));
    } else if (several) {
      out.printf("mean +- standard deviation over %d seeds%n", seeds);
      out.println(WidthOutcome.head());
      outcomes.forEach(outcome -> out.println(outcome.row()));
    } else {
      outcomes.get(0).lines().forEach(out::println);
    }
    out.flush();
  }
}
