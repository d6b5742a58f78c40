package org.retrograde.experiments.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.teacher.TeacherProblem;
import org.retrograde.hypergrad.rule.Armijo;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.data.DataException;

/**
 * Measures at which batch size training needs the fewest samples: of a solvable quadratic at one
 * rate, and of a network with the line search of Armijo.
 */
public final class CriticalBatchPhase implements SectionPhase {

  private static final String WORD = "critical-batch";

  /**
   * The keys of the section.
   *
   * @param decay of the quadratic that is worked out
   * @param modes of it
   * @param noise of it
   * @param rate at which it is trained
   * @param thresholds that its mean squared gradient is to fall to
   * @param quadraticBatches its batch sizes
   * @param batches of the network
   * @param target part of its first loss that it is to fall to
   * @param seeds runs of each batch
   */
  record Settings(
      double decay,
      int modes,
      double noise,
      double rate,
      List<Double> thresholds,
      List<Integer> quadraticBatches,
      List<Integer> batches,
      double target,
      int seeds) {

    /** Copies the lists. */
    Settings {
      thresholds = List.copyOf(thresholds);
      quadraticBatches = List.copyOf(quadraticBatches);
      batches = List.copyOf(batches);
    }

    SolvableQuadratic quadratic() {
      return new SolvableQuadratic(decay, modes, noise, rate);
    }
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Problem `teacher` alone: steps and samples that training needs at each batch size, of a"
        + " quadratic that is worked out and of the network, by Armijo's line search.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "decay": {"description": "Of the quadratic that is worked out: its k-th eigenvalue is k to minus this. All its distances start at 1.", "type": "number", "exclusiveMinimum": 0, "default": 0.5},
        "modes": {"description": "Its weights.", "$ref": "#/$defs/count", "default": 50},
        "noise": {"description": "Variance of its labels' noise.", "type": "number", "minimum": 0, "default": 1},
        "rate": {"description": "Its learning rate.", "type": "number", "exclusiveMinimum": 0, "default": 0.2},
        "thresholds": {
          "description": "What the mean of its squared gradient over the steps is to fall to.",
          "type": "array", "minItems": 1, "items": {"type": "number", "exclusiveMinimum": 0}, "default": [0.3, 0.1]
        },
        "quadratic-batches": {
          "description": "Its batch sizes, rising.",
          "type": "array", "minItems": 3, "items": {"$ref": "#/$defs/count"},
          "default": [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]
        },
        "batches": {
          "description": "Batch sizes of the network, rising.",
          "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/count"},
          "default": [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
        },
        "target": {
          "description": "Part of its first loss, over all rows, that the network is to fall to.",
          "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "default": 0.126
        },
        "seeds": {"description": "Runs of each batch size.", "$ref": "#/$defs/runs", "default": 8}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  private static Optional<Settings> settings(ExperimentConfig config) {
    return config.own(WORD, Settings.class);
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(WORD, config.seeds(WORD, settings(config).orElseThrow().seeds()));
  }

  @Override
  public void check(TrainingProblem problem) {
    TeacherProblem teacher = teacher(problem);
    for (int batch : settings(problem.config()).orElseThrow().batches()) {
      if (batch > teacher.rows()) {
        throw new DataException(
            "critical-batch.batches must be at most the %d rows, got %d"
                .formatted(teacher.rows(), batch));
      }
    }
  }

  private static TeacherProblem teacher(TrainingProblem problem) {
    if (problem instanceof TeacherProblem teacher) {
      return teacher;
    }
    throw new DataException(
        "critical-batch changes the batch of problem teacher alone, not of "
            + problem.config().problem().kind().word());
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    Settings settings = settings(context.config()).orElseThrow();
    List<BatchStudy.Curve> curves = new ArrayList<>();
    for (double threshold : settings.thresholds()) {
      curves.add(BatchStudy.Curve.of(settings.quadratic(), threshold, settings.quadraticBatches()));
    }
    List<BatchStudy.Measured> network = network(context, settings);
    context.add(new BatchStudy(curves, network).study(WORD));
  }

  private List<BatchStudy.Measured> network(RunContext context, Settings settings)
      throws InterruptedException {
    TeacherProblem problem = teacher(context.problem());
    List<Long> seeds = seeds(context.config()).getOrDefault(WORD, List.of());
    List<List<Trial<StepsToTarget.Found>>> trials = new ArrayList<>();
    for (int batch : settings.batches()) {
      Armijo rule = new Armijo().withEpoch(problem.rows() / batch);
      StepsToTarget want = new StepsToTarget(rule, settings.target());
      trials.add(Trial.onSeeds(problem.withBatch(batch), context.start(), seeds, want));
    }
    List<List<Outcome<StepsToTarget.Found>>> found =
        context.runRows(
            "line searches",
            trials,
            (row, outcome) ->
                outcome.map(one -> String.format(Locale.ROOT, "%.0f", one.steps()), "–"));
    List<BatchStudy.Measured> network = new ArrayList<>();
    for (int batch : settings.batches()) {
      network.add(
          BatchStudy.Measured.of(
              batch,
              found.get(network.size()).stream()
                  .map(outcome -> outcome.map(one -> one, StepsToTarget.NEVER))
                  .toList()));
    }
    return network;
  }
}
