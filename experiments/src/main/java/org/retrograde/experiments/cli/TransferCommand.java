package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
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
    description = "Trains with a tuned recipe, at another width where the problem has widths.",
    mixinStandardHelpOptions = true)
final class TransferCommand implements Callable<Integer> {

  private static final int MOST_RUNS = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RecipeArgument.DESCRIPTION)
  private Path run = Path.of("");

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Width of the hidden layers; that of tuning if not given.")
  private @Nullable Integer width;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description =
          "Steps to train; the schedules are stretched. Tuned values are not expected to be right"
              + " for another number of steps.")
  private @Nullable String steps;

  @Option(names = "--seeds", paramLabel = "N", description = "Runs; 3 if not given.")
  private int seeds = 3;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws InterruptedException {
    require(width == null || width >= 1, "--width must be at least 1, got " + width);
    require(
        seeds >= 1 && seeds <= MOST_RUNS,
        "--seeds must be at least 1 and at most %d, got %d".formatted(MOST_RUNS, seeds));
    List<String> overrides = new ArrayList<>(options.overrides());
    if (steps != null) {
      overrides.add("training.steps=" + steps);
    }
    RecipeFile file = RecipeFile.read(RecipeArgument.file(run), overrides);
    if (!RecipeFile.holdsAll(file.config())) {
      Streams.of(spec).err().println("retrograde: " + RecipeFile.NOT_HELD);
    }
    List<Compared> outcomes = train(file);
    print(outcomes);
    return outcomes.stream().anyMatch(Compared::diverged) ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new WrongInputException(message);
    }
  }

  private List<Compared> train(RecipeFile file) throws InterruptedException {
    ExperimentConfig config = file.config();
    try (Device opened = DeviceOptions.open(config.run());
        TrialEngine engine = config.run().openEngine()) {
      TrainingProblem problem = ProblemType.open(config, opened);
      file.otherData(problem.dataHashes()).ifPresent(this::warn);
      problem.warnings().forEach(this::warn);
      int to = width == null ? problem.width() : width;
      require(
          width == null || problem.hasWidths(),
          "--width: problem %s has no widths; leave it out"
              .formatted(config.problem().kind().word()));
      file.warnings(to).forEach(this::warn);
      List<String> groups = problem.groups().stream().map(ParameterGroup::name).toList();
      require(
          groups.equals(file.recipe().groups()),
          "the recipe is for the parameter groups %s, the problem has %s"
              .formatted(file.recipe().groups(), groups));
      RunSettings settings = new RunSettings(config.training().steps(), problem.groups());
      file.recipe().apply(settings);
      List<Trial<Scores.Found>> trials = new ArrayList<>();
      for (long seed : Seeds.range(config.seed(), "transfer", 0, seeds)) {
        trials.add(new Trial<>(problem, settings, to, seed, Compared.want(problem)));
      }
      return engine.run(trials).stream().map(outcome -> Compared.of(problem, outcome)).toList();
    }
  }

  private void warn(String warning) {
    Streams.of(spec).warn(warning);
  }

  private void print(List<Compared> outcomes) {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (width != null) {
      figures.put("width", width);
    }
    figures.put("seeds", seeds);
    figures.put("diverged", outcomes.stream().filter(Compared::diverged).count());
    figures.put("trainingLoss", mean(outcomes, Compared::trainingLoss));
    figures.put("validationLoss", mean(outcomes, outcome -> outcome.validation().loss()));
    figures.put("validationError", mean(outcomes, outcome -> outcome.validation().error()));
    figures.put("testLoss", mean(outcomes, outcome -> outcome.test().loss()));
    figures.put("testError", mean(outcomes, outcome -> outcome.test().error()));
    Streams streams = Streams.of(spec);
    PrintWriter out = streams.out();
    if (json) {
      out.println(Json.of(figures));
    } else {
      figures.forEach((name, value) -> out.printf("%-16s %s%n", name, shown(value)));
    }
    out.flush();
    outcomes.forEach(
        outcome -> {
          if (outcome.divergence() != null) {
            streams.err().println("retrograde: " + outcome.divergence());
          }
        });
    streams.err().flush();
  }

  private static String shown(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4f", number)
        : value.toString();
  }

  private static double mean(List<Compared> outcomes, ToDoubleFunction<Compared> value) {
    return outcomes.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
