package org.retrograde.experiments.valley;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
import org.retrograde.reversible.optimizer.Optimizers;

/**
 * Optimizers on problems, each untuned and at the best of some random draws, under several
 * schedules; beside them schedules that are learnt by hypergradients for as many training runs.
 *
 * @see <a href="https://arxiv.org/abs/2007.01547">Schmidt, Schneider and Hennig (2021)</a>, whose
 *     protocol this is: numbers are chosen on one seed, and judged on others
 */
public final class ValleyPhase implements SectionPhase {

  static final String WORD = "valley";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Optimizers on problems, untuned and tuned by random draws, under several schedules,"
        + " beside schedules that are learnt by hypergradients.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["optimizers"],
      "properties": {
        "problems": {
          "description": "Experiments by name whose problem, data, model and training these are, but for optimizer and schedule: names of built-in ones, or files, whose paths count from this file's folder. Without any, the experiment's own.",
          "type": "object",
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"type": "string"},
          "default": {}
        },
        "optimizers": {
          "description": "Optimizers by name.",
          "type": "object", "minProperties": 1,
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {
            "type": "object", "additionalProperties": false, "required": ["optimizer", "defaults"],
            "properties": {
              "optimizer": {"description": "The update rule. {optimizer}.", "words": "optimizer"},
              "defaults": {
                "description": "Numbers of `training` that it has untuned, its `learning-rate` among them, such as `{learning-rate: 0.001, beta1: 0.9}`.",
                "type": "object", "minProperties": 1, "required": ["learning-rate"],
                "additionalProperties": {"type": "number", "minimum": 0}
              },
              "tuned": {
                "description": "Smallest and largest value of the numbers that are drawn: uniform in the logarithm, of the odds where a number is between 0 and 1.",
                "type": "object", "minProperties": 1,
                "additionalProperties": {
                  "type": "array", "minItems": 2, "maxItems": 2,
                  "items": {"type": "number", "exclusiveMinimum": 0}
                },
                "default": {"learning-rate": [0.0001, 1]}
              }
            }
          }
        },
        "schedules": {
          "description": "Schedules by name, each with draws of its own; learning begins with the first.",
          "type": "object", "minProperties": 1,
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"$ref": "#/$defs/schedule"},
          "default": {
            "constant": "flat",
            "cosine": "cosine",
            "restarts": {"name": "cosine", "cycles": 3},
            "trapezoid": {"name": "trapezoid", "rise": 0.1, "fall": 0.2}
          }
        },
        "budgets": {
          "description": "How many draws, from small to large; the larger ones have those of the smaller.",
          "type": "array", "minItems": 2, "items": {"$ref": "#/$defs/runs"},
          "default": [25, 50, 75]
        },
        "judge-seeds": {"description": "Runs by which each choice is judged, of seeds that nothing was chosen by.", "$ref": "#/$defs/runs", "default": 10},
        "knots": {"description": "Values in time of the schedules that are learnt.", "$ref": "#/$defs/count", "default": 8},
        "step": {"description": "The first step of Adam by which they are learnt, in the logarithm of a rate; it falls along a cosine.", "type": "number", "exclusiveMinimum": 0, "default": 0.3},
        "check-seeds": {"description": "Runs by which the best point of learning is chosen.", "$ref": "#/$defs/runs", "default": 2}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return ValleySettings.class;
  }

  @Override
  public String experiments() {
    return "problems";
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    ValleySettings valley = (ValleySettings) settings;
    valley
        .schedules()
        .forEach(
            (name, schedule) ->
                new FamilyConfig(schedule, List.of())
                    .refusal()
                    .ifPresent(what -> complain.accept("schedules." + name, what)));
    Section.requireRising("budgets", valley.budgets(), complain);
    valley
        .optimizers()
        .forEach(
            (name, rival) -> {
              new OptimizerVariant(rival.optimizer(), rival.defaults())
                  .refusals()
                  .forEach(
                      (word, what) ->
                          complain.accept("optimizers.%s.defaults.%s".formatted(name, word), what));
              rival
                  .tuned()
                  .forEach(
                      (word, bounds) -> {
                        String key = "optimizers.%s.tuned.%s".formatted(name, word);
                        tuned(rival, word, bounds, what -> complain.accept(key, what));
                      });
            });
  }

  private static void tuned(
      ValleySettings.Rival rival, String word, List<Double> bounds, Consumer<String> complain) {
    List<Coefficient> own = rival.optimizer().coefficients();
    Optional<Coefficient> coefficient = Optimizers.COEFFICIENTS.find(word).filter(own::contains);
    if (coefficient.isEmpty()) {
      complain.accept(
          "optimizer %s reads %s"
              .formatted(rival.optimizer().word(), own.stream().map(Coefficient::word).toList()));
      return;
    }
    if (bounds.get(0) >= bounds.get(1)) {
      complain.accept("the largest value must be above the smallest, got " + bounds);
    }
    double highest = coefficient.orElseThrow().range().highest();
    if (bounds.get(1) >= highest) {
      complain.accept("must be below %s, got %s".formatted(highest, bounds.get(1)));
    }
  }

  private static ValleySettings settings(ExperimentConfig config) {
    return config.own(WORD, ValleySettings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(
        OptimizerRuns.UNSEEN, config.seeds(OptimizerRuns.UNSEEN, settings(config).judgeSeeds()));
  }

  @Override
  public void check(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    ValleySettings settings = settings(config);
    try {
      Fields.of(config, settings)
          .forEach(
              (name, field) -> {
                settings.optimizers().forEach((word, rival) -> Fields.with(field, word, rival));
                int steps = field.training().steps();
                if (settings.knots() > steps) {
                  throw new DataException(
                      "valley.knots must be at most training.steps (%d) of %s, got %d"
                          .formatted(steps, name, settings.knots()));
                }
              });
    } catch (ConfigException e) {
      throw new DataException("valley: " + e.errors().get(0));
    }
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    ValleySettings settings = settings(context.config());
    List<ValleyStudy> found = new ArrayList<>();
    for (Map.Entry<String, ExperimentConfig> field :
        Fields.of(context.config(), settings).entrySet()) {
      Map<String, List<Cell>> cells = new LinkedHashMap<>();
      for (Map.Entry<String, ValleySettings.Rival> rival : settings.optimizers().entrySet()) {
        TrainingProblem training =
            ProblemType.open(
                Fields.with(field.getValue(), rival.getKey(), rival.getValue()),
                context.problem().device());
        cells.put(
            rival.getKey(),
            new OptimizerRuns(
                    context,
                    settings,
                    training,
                    rival.getValue(),
                    "%s on %s".formatted(rival.getKey(), field.getKey()))
                .cells());
      }
      found.add(
          new ValleyStudy(settings.problems().isEmpty() ? "" : field.getKey(), settings, cells));
      update(context, found);
    }
  }

  /** After every problem, so that an interrupted run keeps what it had. */
  private static void update(RunContext context, List<ValleyStudy> found) {
    if (found.size() > 1) {
      context.add(Overview.of(found));
    }
    for (ValleyStudy study : found) {
      context.add(study.study());
    }
  }
}
