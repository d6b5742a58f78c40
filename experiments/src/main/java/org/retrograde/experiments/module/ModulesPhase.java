package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.config.Section;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.outside.Prepared;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * Numbers of types of module and of depths, tuned by hypergradients and searched without, from one
 * start and at equal numbers of training runs; judged on unseen seeds by the loss and by the steps
 * that the loss of one rate and decay for all takes, there and at other widths.
 *
 * @see <a href="https://arxiv.org/abs/2512.22382">Mlodozeniec et al. (2025)</a>, who search the
 *     same space at random
 */
public final class ModulesPhase implements SectionPhase {

  static final String WORD = "modules";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Numbers of types of module and of depths, by hypergradients and by searches, from one"
        + " start at equal numbers of training runs.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "required": ["grid", "hyperparameters", "budgets", "hypergradients", "methods"],
      "properties": {
        "grid": {
          "description": "One learning rate and one weight decay for all modules; the best pair is where all arms begin.",
          "type": "object", "additionalProperties": false, "required": ["learning-rates"],
          "properties": {
            "learning-rates": {"description": "The rates to try.", "$ref": "#/$defs/learning-rates"},
            "weight-decays": {
              "description": "Decays to try with each of them.",
              "type": "array", "minItems": 1, "items": {"type": "number", "exclusiveMinimum": 0}, "default": [0.01]
            },
            "seeds": {"description": "Runs of each pair.", "$ref": "#/$defs/runs", "default": 2}
          }
        },
        "hyperparameters": {
          "description": "What is tuned and searched, each with a fixed number of `knots`.",
          "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/hyperparameter"}
        },
        "budgets": {
          "description": "Training runs that each arm may spend, rising. A hypergradient counts as many as it is measured to take.",
          "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/runs"}
        },
        "hypergradients": {
          "description": "How to tune by them, in rounds, as long as the budget pays for a whole one.",
          "type": "object", "additionalProperties": false, "required": ["meta-optimizer"],
          "properties": {
            "first-octaves": {"description": "Octaves that all learning rates are moved by before the first hypergradient: near the best rate training may be chaotic, and derivatives say nothing there. The start is kept if nothing better is found.", "type": "number", "default": 0},
            "iterations": {"description": "Of a round; each round begins with the best of the one before.", "$ref": "#/$defs/count", "default": 8},
            "shortening": {"description": "Steps of each round over those of the one before.", "type": "number", "exclusiveMinimum": 0, "maximum": 1, "default": 0.8},
            "seeds": {"description": "Hypergradients of an iteration of the first round.", "$ref": "#/$defs/count", "default": 1},
            "growth": {"description": "Their number in each round over that in the one before.", "type": "number", "minimum": 1, "maximum": 10, "default": 1},
            "check-seeds": {"description": "Runs of a check; the best iterate that was checked is kept.", "$ref": "#/$defs/count", "default": 2},
            "check-every": {"description": "Iterations between two checks.", "$ref": "#/$defs/count", "default": 4},
            "clip": {"description": "Largest norm of one run's hypergradient; 0 for none.", "type": "number", "minimum": 0, "default": 0},
            "meta-optimizer": {"description": "How a hypergradient becomes a move.", "$ref": "#/$defs/meta-optimizer"}
          }
        },
        "methods": {
          "description": "Searches without derivatives. {search}.",
          "type": "array", "uniqueItems": true, "items": {"words": "search"}
        },
        "search-seeds": {"description": "Runs of a trial of theirs.", "$ref": "#/$defs/count", "default": 1},
        "unseen-seeds": {"description": "Runs by which all are judged.", "$ref": "#/$defs/runs", "default": 5},
        "lengths": {
          "description": "Parts of the steps that what was found is trained over, rising to 1: by them one sees how many steps the loss of the start takes.",
          "type": "array", "minItems": 1, "items": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
          "default": [0.3, 0.4, 0.55, 0.75, 1]
        },
        "widths": {
          "description": "Other widths at which the start, hypergradients and the best search are judged, untouched but for the rules of width.",
          "type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/count"}, "default": []
        },
        "landscape": {
          "description": "Lines of hypergradients through the start: along all learning rates, and along the way of hypergradients.",
          "type": "object", "additionalProperties": false,
          "properties": {
            "points": {"description": "Points of each; 0 for none, else 5 or more.", "type": "integer", "minimum": 0, "maximum": 10000, "default": 0},
            "octaves": {"description": "How far rates are moved down and up.", "type": "number", "exclusiveMinimum": 0, "default": 3}
          },
          "default": {}
        }
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return ModulesSettings.class;
  }

  @Override
  public List<String> hyperparameters() {
    return List.of("hyperparameters");
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    ModulesSettings modules = (ModulesSettings) settings;
    Section.requireRising("budgets", modules.budgets(), complain);
    if (modules.budgets().get(0) < modules.searchSeeds()) {
      complain.accept(
          "budgets.0",
          "must be enough for one trial of %d seeds, got %d"
              .formatted(modules.searchSeeds(), modules.budgets().get(0)));
    }
    List<Double> lengths = modules.lengths();
    Section.requireRising("lengths", lengths, complain);
    if (lengths.get(lengths.size() - 1) != 1) {
      complain.accept("lengths", "must end with 1, the whole training");
    }
    List<HyperparameterConfig> tuned = modules.hyperparameters();
    for (int i = 0; i < tuned.size(); i++) {
      if (tuned.get(i).name().overTime().isPresent() && tuned.get(i).knots() == 0) {
        complain.accept(
            "hyperparameters.%d.knots".formatted(i),
            "must be at least 1: trainings of other lengths have other steps");
      }
    }
    int points = modules.landscape().points();
    if (points > 0 && points < 5) {
      complain.accept("landscape.points", "must be 0 or at least 5, got " + points);
    }
  }

  private static ModulesSettings settings(ExperimentConfig config) {
    return config.own(WORD, ModulesSettings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    ModulesSettings settings = settings(config);
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put(Start.SEEDS, config.seeds(Start.SEEDS, settings.grid().seeds()));
    seeds.put("search", config.seeds("search", settings.searchSeeds()));
    seeds.put(Importances.SEEDS, config.seeds(Importances.SEEDS, Importances.COUNT));
    seeds.put(Judge.SEEDS, config.seeds(Judge.SEEDS, settings.unseenSeeds()));
    if (settings.landscape().points() > 0) {
      seeds.put(Landscape.SEEDS, config.seeds(Landscape.SEEDS, 1));
    }
    return seeds;
  }

  @Override
  public void check(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    ModulesSettings settings = settings(config);
    Optimizer optimizer = config.training().optimizer();
    if (!optimizer.coefficients().contains(Coefficient.WEIGHT_DECAY)) {
      throw new DataException(
          """
          modules: all arms begin at the best learning rate and weight decay, and \
          training.optimizer %s has no weight decay; use one that has, such as adamw\
          """
              .formatted(optimizer.word()));
    }
    try {
      ExperimentConfig begun =
          Start.config(
              config,
              Collections.max(settings.grid().learningRates().values()),
              Collections.max(settings.grid().weightDecays()),
              config.training().steps());
      SearchSpace.of(problem.trainedAs(begun), begun.startingArm(), settings.hyperparameters());
    } catch (ConfigException e) {
      throw new DataException("modules: %s".formatted(e.errors().get(0)));
    }
    settings.widths().forEach(problem::link);
    settings.methods().forEach(method -> Prepared.of(method, config.run(), line -> {}));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    ModulesSettings settings = settings(context.config());
    Start start = Start.of(context, settings);
    TrainingProblem problem = start.problem(1);
    SearchSpace space = start.space(problem);
    Arms arms = new Arms(context, settings, problem, space);
    List<Point> points = new ArrayList<>();
    points.add(arms.global());
    points.addAll(arms.byHypergradients());
    Point tuned = points.get(points.size() - 1);
    context.writeRecipe(problem, space.searched().space(), tuned.raw().toArray(), Set.of());
    Map<String, Arms.Searched> searched = arms.bySearch();
    searched.values().forEach(one -> points.addAll(one.points()));
    new Importances(context, problem, space).record(arms, tuned.raw(), searched);
    Judge judge = new Judge(context, settings, start);
    List<Judged> judged = new ArrayList<>();
    judged.add(judge.at(problem.width(), points));
    List<Direction> landscape =
        tuned.isGlobal()
            ? List.of()
            : new Landscape(context, settings, problem, space.searched().space())
                .lines(tuned.raw());
    Found found =
        new Found(
            settings, start.words(), space.searched().size(), points, searched, judged, landscape);
    record(context, found);
    for (int width : settings.widths()) {
      judged.add(judge.at(width, carried(found)));
      record(context, found.with(judged));
    }
  }

  private static void record(RunContext context, Found found) {
    new Wanted(found).study().ifPresent(context::add);
    context.add(new ModulesStudy(found).study());
  }

  /** Returns the start, and the best of hypergradients and of searches within the last budget. */
  private static List<Point> carried(Found found) {
    List<Point> carried = new ArrayList<>();
    found.points().stream().filter(Point::isGlobal).forEach(carried::add);
    found.tuned().ifPresent(carried::add);
    found.bestSearch().ifPresent(carried::add);
    return carried;
  }
}
