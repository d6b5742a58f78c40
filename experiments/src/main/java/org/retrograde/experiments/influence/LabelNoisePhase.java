package org.retrograde.experiments.influence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.InfluentialRows;
import org.retrograde.experiments.phase.Learning;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.data.DataException;

/**
 * Gives a part of the training rows a wrong label, and looks for them by the derivative of the
 * validation loss by each row's weight: by one hypergradient, and by the weights that steps along
 * hypergradients leave. Then trains without what was found.
 */
public final class LabelNoisePhase implements SectionPhase {

  static final String WORD = "label-noise";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Finds training rows with a wrong label by the exact derivative of the validation loss"
        + " by the weight of each row, and trains without them.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "part": {
          "description": "Part of the training rows that get another label, drawn with the class from the seed.",
          "type": "number", "exclusiveMinimum": 0, "maximum": 0.5, "default": 0.1
        },
        "steps": {"description": "Steps of the weights along hypergradients.", "$ref": "#/$defs/runs", "default": 10},
        "step": {
          "description": "The first of them, in units of weight.",
          "type": "number", "exclusiveMinimum": 0, "default": 0.1
        },
        "seeds": {"description": "Runs that judge each choice of rows by the test error.", "$ref": "#/$defs/runs", "default": 4}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return LabelNoiseSettings.class;
  }

  private static LabelNoiseSettings settings(ExperimentConfig config) {
    return config.own(WORD, LabelNoiseSettings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("wrong labels", config.seeds("wrong labels", 1));
    seeds.put("influence", config.seeds("influence", 1));
    seeds.put(WORD, config.seeds(WORD, settings(config).seeds()));
    return seeds;
  }

  @Override
  public void check(TrainingProblem problem) {
    if (RowWeightSettings.bench(WORD, problem).splits().train().hasNumbers()) {
      throw new DataException("label-noise: flips classes, but labels are numbers to predict");
    }
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    LabelNoiseSettings settings = settings(context.config());
    Workbench clean = RowWeightSettings.bench(WORD, context.problem());
    int[] right = clean.rowClasses();
    int count = settings.count(right.length);
    int[] wrong =
        changed(
            right,
            clean.splits().classes(),
            count,
            context.config().seeds("wrong labels", 1).get(0));
    Set<Integer> truth = new TreeSet<>();
    for (int row = 0; row < right.length; row++) {
      if (wrong[row] != right[row]) {
        truth.add(row);
      }
    }
    Workbench noisy = clean.withTrainingLabels(wrong);
    double[] derivatives = derivatives(context, noisy);
    InfluentialRows.add(
        context,
        InfluentialRows.of(
            "The exact derivative of the validation loss",
            noisy,
            derivatives,
            row -> wrong[row] == right[row] ? "" : "was " + right[row]));
    RunSettings learnt = learnt(context, noisy, settings);
    double[] weights = learnt.lossParameter(LossParameter.EXAMPLE_WEIGHTS);
    Ranking one = new Ranking(derivatives);
    Ranking many = Ranking.falling(weights);
    Map<String, Choice> choices = new LinkedHashMap<>();
    choices.put("all rows", new Choice(noisy, RowWeightSettings.all(noisy, 1)));
    choices.put("without those of one hypergradient", without(noisy, one.first(count)));
    choices.put(
        "without those of %d steps".formatted(settings.steps()), without(noisy, many.first(count)));
    choices.put(
        "with the weights of %d steps".formatted(settings.steps()), new Choice(noisy, learnt));
    choices.put("without the wrong ones", without(noisy, truth));
    choices.put("with right labels", new Choice(clean, RowWeightSettings.all(clean, 1)));
    context.add(
        new LabelNoiseStudy(settings, truth, one, many, errors(context, settings, choices))
            .study());
  }

  /** Returns labels of which some are those of another class, drawn evenly. */
  static int[] changed(int[] labels, int classes, int count, long seed) {
    RandomGenerator random = new Well19937c(seed);
    int[] changed = labels.clone();
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < count) {
      int row = random.nextInt(labels.length);
      if (chosen.add(row)) {
        changed[row] = (labels[row] + 1 + random.nextInt(classes - 1)) % classes;
      }
    }
    return changed;
  }

  private static double[] derivatives(RunContext context, Workbench bench)
      throws InterruptedException {
    Trial<Derivative.Found> trial =
        new Trial<>(
            bench,
            RowWeightSettings.all(bench, 1),
            context.config().seeds("influence", 1).get(0),
            new Derivative(context.strategy()));
    return context
        .run("influence of rows", List.of(trial), (index, outcome) -> "")
        .get(0)
        .get()
        .derivative()
        .lossParameter(LossParameter.EXAMPLE_WEIGHTS);
  }

  private static RunSettings learnt(
      RunContext context, Workbench bench, LabelNoiseSettings settings)
      throws InterruptedException {
    return new Learning(
            context.engine(),
            context.strategy(),
            context.runsOfAHypergradient(),
            settings.steps(),
            settings.step(),
            1,
            context.config().seeds("influence", 1).get(0))
        .learn("weights of rows", context.progress(), bench, RowWeightSettings.space(bench))
        .settings();
  }

  private record Choice(Workbench bench, RunSettings settings) {}

  private static Choice without(Workbench bench, Set<Integer> rows) {
    return new Choice(bench, RowWeightSettings.without(bench, rows::contains));
  }

  /** Returns the test errors of each choice, a seed each. */
  private static Map<String, List<Double>> errors(
      RunContext context, LabelNoiseSettings settings, Map<String, Choice> choices)
      throws InterruptedException {
    List<List<Trial<Scores.Found>>> trials = new ArrayList<>();
    for (Choice choice : choices.values()) {
      trials.add(
          Trial.onSeeds(
              choice.bench(),
              choice.settings(),
              context.config().seeds(WORD, settings.seeds()),
              new Scores(List.of("test"))));
    }
    List<List<Outcome<Scores.Found>>> found =
        context.runRows("test errors", trials, (row, outcome) -> "");
    Map<String, List<Double>> errors = new LinkedHashMap<>();
    for (String name : choices.keySet()) {
      errors.put(
          name,
          found.get(errors.size()).stream()
              .map(outcome -> outcome.map(one -> one.scores().get(0).error(), 1.0))
              .toList());
    }
    return errors;
  }
}
