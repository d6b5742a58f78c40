package org.retrograde.experiments.horizon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.FamilyConfig;
import org.retrograde.experiments.config.Section;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.OptimizerVariant;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.optimizer.Coefficient;

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
    Section.requireRising("steps", horizons.steps(), complain);
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
    List<Long> seeds = context.config().seeds(WORD, settings.seeds());
    List<ArmRuns> arms = new ArrayList<>();
    for (Map.Entry<String, HorizonSettings.Arm> arm : settings.arms().entrySet()) {
      arms.add(new ArmRuns(context, arm.getKey(), arm.getValue(), opened(context, arm), seeds));
    }
    Map<String, ArmLosses> found = new LinkedHashMap<>();
    for (ArmRuns arm : arms) {
      found.put(arm.name(), arm.losses(rates));
    }
    ArmRuns first = arms.get(0);
    ArmLosses reference = Objects.requireNonNull(found.get(first.name()), first.name());
    if (reference.best().stream().anyMatch(loss -> !Double.isFinite(loss))) {
      throw new DataException(
          "horizons: every run of %s diverged; add smaller learning-rates".formatted(first.name()));
    }
    List<Double> stopped =
        first.stopped(rates.get(reference.bestAt(settings.steps().size() - 1)), settings.steps());
    Map<String, List<Slopes>> slopes = new LinkedHashMap<>();
    for (ArmRuns arm : arms) {
      int one =
          HorizonStudy.oneRate(
              Objects.requireNonNull(found.get(arm.name()), arm.name()), reference);
      slopes.put(arm.name(), arm.slopes(rates.get(one)));
    }
    context.add(new HorizonStudy(settings, found, stopped, slopes).study());
  }

  /** Returns the problem of an arm over each length. */
  private static List<TrainingProblem> opened(
      RunContext context, Map.Entry<String, HorizonSettings.Arm> arm) {
    return settings(context.config()).steps().stream()
        .map(
            steps ->
                ProblemType.open(
                    with(context.config(), arm.getKey(), arm.getValue(), steps),
                    context.problem().device()))
        .toList();
  }
}
