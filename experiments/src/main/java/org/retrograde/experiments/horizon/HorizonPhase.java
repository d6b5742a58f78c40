package org.retrograde.experiments.horizon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.FamilyConfig;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.OptimizerVariant;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Trains by several arms over several lengths at every rate of a grid: what each leaves at the rate
 * that is best for a length, and at one rate for all lengths, beside an arm whose rate is tuned for
 * each; and what exact hypergradients say of each arm's numbers.
 *
 * @see <a href="https://arxiv.org/abs/2405.15682">Defazio et al. (2024)</a>, whose claim it tests
 */
public final class HorizonPhase implements SectionPhase {

  static final String WORD = "horizons";

  private static final String STEPS = "steps";

  /** Hypergradients of each arm and length; they are several times as long as a run. */
  private static final int SLOPES = 4;

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Whether one learning rate serves trainings of several lengths, beside an arm that is"
        + " tuned for each.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["arms", "steps", "learning-rates"],
      "properties": {
        "arms": {
          "description": "Ways to train by name; the first is what the others are held against.",
          "type": "object", "minProperties": 2,
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {
            "type": "object", "additionalProperties": false, "required": ["optimizer"],
            "properties": {
              "optimizer": {"description": "The update rule. {optimizer}.", "words": "optimizer"},
              "numbers": {
                "description": "Numbers of `training` that it has beside the rate, such as `{interpolation: 0.5}`.",
                "type": "object",
                "additionalProperties": {"type": "number", "minimum": 0},
                "default": {}
              },
              "schedule": {"description": "How its rate moves.", "$ref": "#/$defs/schedule", "default": "flat"}
            }
          }
        },
        "steps": {
          "description": "Lengths of trainings, from short to long.",
          "type": "array", "minItems": 2, "items": {"$ref": "#/$defs/steps"}
        },
        "learning-rates": {"$ref": "#/$defs/learning-rates"},
        "seeds": {"description": "Runs of each arm, length and rate.", "$ref": "#/$defs/runs", "default": 16}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return HorizonSettings.class;
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    HorizonSettings horizons = (HorizonSettings) settings;
    horizons
        .arms()
        .forEach(
            (name, arm) -> {
              new FamilyConfig(arm.schedule(), List.of())
                  .refusal()
                  .ifPresent(what -> complain.accept("arms.%s.schedule".formatted(name), what));
              String numbers = "arms.%s.numbers.".formatted(name);
              if (arm.numbers().containsKey(Coefficient.LEARNING_RATE.word())) {
                complain.accept(
                    numbers + Coefficient.LEARNING_RATE.word(), "is that of the grid; remove it");
              }
              if (arm.numbers().containsKey(STEPS)) {
                complain.accept(numbers + STEPS, "are those of horizons.steps; remove it");
              }
              new OptimizerVariant(arm.optimizer(), arm.numbers())
                  .refusals()
                  .forEach((word, what) -> complain.accept(numbers + word, what));
            });
    for (int i = 1; i < horizons.steps().size(); i++) {
      if (horizons.steps().get(i) <= horizons.steps().get(i - 1)) {
        complain.accept(
            "steps." + i,
            "must be above the one before (%d), got %d"
                .formatted(horizons.steps().get(i - 1), horizons.steps().get(i)));
      }
    }
  }

  private static HorizonSettings settings(ExperimentConfig config) {
    return config.own(WORD, HorizonSettings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(WORD, config.seeds(WORD, settings(config).seeds()));
  }

  @Override
  public void check(TrainingProblem problem) {
    settings(problem.config())
        .arms()
        .forEach(
            (name, arm) -> {
              try {
                with(problem.config(), name, arm, 1);
              } catch (ConfigException e) {
                throw new DataException("horizons.arms.%s: %s".formatted(name, e.errors().get(0)));
              }
            });
  }

  private static ExperimentConfig with(
      ExperimentConfig config, String name, HorizonSettings.Arm arm, int steps) {
    return new OptimizerVariant(arm.optimizer(), arm.numbers())
        .in(config, name, List.of(WORD + "=null", "training.steps=" + steps));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    HorizonSettings settings = settings(context.config());
    List<Double> rates = settings.learningRates().values();
    Map<String, ArmLosses> found = new LinkedHashMap<>();
    for (Map.Entry<String, HorizonSettings.Arm> arm : settings.arms().entrySet()) {
      List<List<Double>> losses = new ArrayList<>();
      for (int steps : settings.steps()) {
        losses.add(losses(context, arm, steps, rates));
      }
      found.put(arm.getKey(), new ArmLosses(rates, losses));
    }
    ArmLosses reference = found.get(settings.reference());
    if (reference == null || reference.best().stream().anyMatch(loss -> !Double.isFinite(loss))) {
      throw new DataException(
          "horizons: every run of %s diverged; add smaller learning-rates"
              .formatted(settings.reference()));
    }
    List<Double> stopped = stopped(context, settings, reference);
    Map<String, List<Slopes>> slopes = new LinkedHashMap<>();
    for (Map.Entry<String, HorizonSettings.Arm> arm : settings.arms().entrySet()) {
      int one = HorizonStudy.oneRate(found.getOrDefault(arm.getKey(), reference), reference);
      List<Slopes> some = new ArrayList<>();
      for (int steps : settings.steps()) {
        some.add(slopes(context, arm, steps, rates.get(one)));
      }
      slopes.put(arm.getKey(), some);
    }
    Study study = new HorizonStudy(settings, found, stopped, slopes).study();
    context.update(results -> results.with(new Studies(results.all(Studies.class)).plus(study)));
  }

  private static List<Long> seedsOf(RunContext context) {
    return context.config().seeds(WORD, settings(context.config()).seeds());
  }

  private static TrainingProblem problem(
      RunContext context, Map.Entry<String, HorizonSettings.Arm> arm, int steps) {
    return ProblemType.open(
        with(context.config(), arm.getKey(), arm.getValue(), steps), context.problem().device());
  }

  private static RunSettings at(TrainingProblem problem, HorizonSettings.Arm arm, double rate) {
    return Hyperparameters.settings(
        problem,
        new ArmConfig(
            arm.schedule(),
            rate,
            problem.config().training().coefficient(Coefficient.MOMENTUM),
            WORD));
  }

  /** Returns the mean loss over the seeds at each rate; infinite if a run left the numbers. */
  private static List<Double> losses(
      RunContext context, Map.Entry<String, HorizonSettings.Arm> arm, int steps, List<Double> rates)
      throws InterruptedException {
    TrainingProblem problem = problem(context, arm, steps);
    List<Long> seeds = seedsOf(context);
    List<Trial<Double>> trials = new ArrayList<>();
    for (double rate : rates) {
      RunSettings settings = at(problem, arm.getValue(), rate);
      seeds.forEach(seed -> trials.add(new Trial<>(problem, settings, seed, new FinalLoss())));
    }
    List<Outcome<Double>> outcomes =
        context.run(
            "%s, %d steps".formatted(arm.getKey(), steps),
            trials,
            (index, outcome) ->
                String.format(Locale.ROOT, "rate %.3g", rates.get(index / seeds.size())));
    return IntStream.range(0, rates.size())
        .mapToObj(i -> mean(outcomes.subList(i * seeds.size(), (i + 1) * seeds.size())))
        .toList();
  }

  private static double mean(List<Outcome<Double>> outcomes) {
    return outcomes.stream()
        .mapToDouble(outcome -> outcome.map(loss -> loss, Double.POSITIVE_INFINITY))
        .average()
        .orElseThrow();
  }

  /** Returns what the first arm leaves that was tuned for the longest training and stopped. */
  private static List<Double> stopped(
      RunContext context, HorizonSettings settings, ArmLosses reference)
      throws InterruptedException {
    Map.Entry<String, HorizonSettings.Arm> arm = settings.arms().entrySet().iterator().next();
    TrainingProblem problem = problem(context, arm, settings.longest());
    double rate = reference.rates().get(reference.bestAt(settings.steps().size() - 1));
    RunSettings whole = at(problem, arm.getValue(), rate);
    List<Double> losses = new ArrayList<>();
    for (int steps : settings.steps()) {
      List<Trial<Double>> trials =
          seedsOf(context).stream()
              .map(seed -> new Trial<>(problem, whole.head(steps), seed, new FinalLoss()))
              .toList();
      losses.add(
          mean(
              context.run(
                  "%s, stopped after %d steps".formatted(arm.getKey(), steps),
                  trials,
                  (index, outcome) -> "")));
    }
    return losses;
  }

  private static Slopes slopes(
      RunContext context, Map.Entry<String, HorizonSettings.Arm> arm, int steps, double rate)
      throws InterruptedException {
    TrainingProblem problem = problem(context, arm, steps);
    RunSettings settings = at(problem, arm.getValue(), rate);
    Derivative want;
    try {
      want = new Derivative(StrategyPlan.of(problem, settings).chosen());
    } catch (DivergenceException e) { // at this rate there is none
      return Slopes.of(settings, List.of());
    }
    List<Long> seeds = seedsOf(context);
    List<Trial<Derivative.Found>> trials =
        seeds.subList(0, Math.min(SLOPES, seeds.size())).stream()
            .map(seed -> new Trial<>(problem, settings, seed, want))
            .toList();
    return Slopes.of(
        settings,
        context.run(
            "%s, hypergradients over %d steps".formatted(arm.getKey(), steps),
            trials,
            (index, outcome) -> ""));
  }
}
