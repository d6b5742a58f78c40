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
import org.retrograde.experiments.runner.Jobs;
import org.retrograde.experiments.runner.RecipeFile;
import org.retrograde.experiments.runner.TransferLimits;
import org.retrograde.experiments.suite.TransferTraining;
import org.retrograde.experiments.suite.TransferTraining.Outcome;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
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
    description = "Trains a network of another width with a tuned recipe.",
    mixinStandardHelpOptions = true)
final class TransferCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "RECIPE", description = "The recipe.json of a run directory.")
  private Path recipe = Path.of("");

  @Option(
      names = "--width",
      required = true,
      paramLabel = "N",
      description = "Width of the hidden layers.")
  private int width;

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
    require(width >= 1, "--width must be at least 1, got " + width);
    require(seeds >= 1, "--seeds must be at least 1, got " + seeds);
    List<String> overrides = new ArrayList<>(options.overrides());
    if (steps != null) {
      overrides.add("training.steps=" + steps);
    }
    RecipeFile file = RecipeFile.read(recipe, overrides);
    SizeChecks.requireWidth(file.config());
    if (!RecipeFile.holdsAll(file.config())) {
      Streams.of(spec).err().println("retrograde: " + RecipeFile.NOT_HELD);
    }
    for (String warning : TransferLimits.warnings(file, width)) {
      Streams.of(spec).err().println("retrograde: warning: " + warning);
    }
    List<Outcome> outcomes = train(file);
    print(outcomes);
    return outcomes.stream().anyMatch(Outcome::diverged) ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new WrongInputException(message);
    }
  }

  private List<Outcome> train(RecipeFile file) throws InterruptedException {
    ExperimentConfig config = file.config();
    try (Device opened = DeviceOptions.open(config.run());
        Jobs jobs = new Jobs(config.run().jobsAtOnce())) {
      Workbench bench = new Workbench(config, opened);
      List<String> groups = bench.groups().stream().map(ParameterGroup::name).toList();
      require(
          groups.equals(file.recipe().groups()),
          "the recipe is for the parameter groups %s, the network has %s"
              .formatted(file.recipe().groups(), groups));
      RunSettings settings = new RunSettings(config.training().steps(), bench.groups());
      file.recipe().apply(settings);
      List<Callable<Outcome>> tasks = new ArrayList<>();
      for (long seed : Seeds.range(config.seed(), "transfer", 0, seeds)) {
        tasks.add(() -> TransferTraining.train(bench, settings, width, seed));
      }
      return jobs.run(tasks, outcome -> {});
    }
  }

  private void print(List<Outcome> outcomes) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("width", width);
    figures.put("seeds", seeds);
    figures.put("diverged", outcomes.stream().filter(Outcome::diverged).count());
    figures.put("trainingLoss", mean(outcomes, Outcome::trainingLoss));
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

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    return outcomes.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
