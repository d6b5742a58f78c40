package org.retrograde.experiments.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TransferConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.Vocabulary;
import org.retrograde.reports.record.TextSample;
import org.retrograde.reports.record.TextSamples;

/** Trains a network of a text once more with what was tuned, and lets it write. */
public final class Sample implements SectionPhase {

  /**
   * The keys of section {@code sample}.
   *
   * @param prompt what is to be continued, at least one token
   * @param tokens how many to add, at least 1
   * @param temperature that outputs are divided by, at least 0; 0 takes the likeliest token
   * @param width of the networks, at least 1; 0 for the widest of {@code transfer}, or the tuned
   *     one
   * @param arms untuned ones that write too
   */
  public record Settings(
      String prompt, int tokens, double temperature, int width, List<String> arms) {

    /** Copies the list. */
    public Settings {
      arms = List.copyOf(arms);
    }
  }

  @Override
  public String word() {
    return "sample";
  }

  @Override
  public String meaning() {
    return "What a network of a text writes, trained with what was tuned, or with the settings"
        + " where tuning would start.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["prompt"],
      "properties": {
        "prompt": {
          "description": "What it is to continue, in characters that the text has.",
          "type": "string", "minLength": 1
        },
        "tokens": {
          "description": "How many characters, or bytes, it adds.",
          "$ref": "#/$defs/count", "default": 400
        },
        "temperature": {
          "description": "What its outputs are divided by before the softmax; 0 takes the likeliest token.",
          "type": "number", "minimum": 0, "default": 1
        },
        "width": {
          "description": "Width of the network; 0 for the widest of `transfer`, or `model.width` without one.",
          "type": "integer", "minimum": 0, "default": 0
        },
        "arms": {
          "description": "Arms that write too, for comparison.",
          "type": "array", "items": {"type": "string"}, "default": []
        }
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  @Override
  public String mainKey() {
    return "prompt";
  }

  private Settings settings(ExperimentConfig config) {
    return config.own(word(), Settings.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(word(), config.seeds(word(), 1));
  }

  @Override
  public void check(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    Settings settings = settings(config);
    Workbench bench = ofText(problem);
    try {
      bench.vocabulary().orElseThrow().numbers(settings.prompt());
    } catch (DataException e) {
      throw new DataException("sample.prompt: " + e.getMessage(), e);
    }
    if (settings.width() != 0 && !bench.hasWidths()) {
      throw new IllegalArgumentException(
          "sample.width: model.hidden fixes the sizes; remove one of the two");
    }
    bench.groups(width(settings, config)); // refuses a width of which there is no network
    arms(problem, null);
  }

  /** Returns the problem if it is a network of a text. */
  private static Workbench ofText(TrainingProblem problem) {
    if (problem instanceof Workbench bench && bench.vocabulary().isPresent()) {
      return bench;
    }
    throw new DataException(
        "sample: only a network of a text writes; set data.source to kjv or text, or remove the"
            + " section");
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    ExperimentConfig config = context.config();
    Settings settings = settings(config);
    Workbench problem = ofText(context.problem());
    Vocabulary vocabulary = problem.vocabulary().orElseThrow();
    int width = width(settings, config);
    long seed = config.seeds(word(), 1).get(0);
    Continuation want =
        new Continuation(
            IntStream.of(vocabulary.numbers(settings.prompt())).boxed().toList(),
            settings.tokens(),
            settings.temperature(),
            ((InputShape.Token) problem.shape()).window());
    Map<String, RunSettings> arms = arms(problem, context.tuned());
    List<String> names = List.copyOf(arms.keySet());
    List<Trial<Continuation.Found>> trials =
        arms.values().stream().map(arm -> new Trial<>(problem, arm, width, seed, want)).toList();
    List<Outcome<Continuation.Found>> outcomes =
        context.run(
            word(),
            trials,
            (index, outcome) ->
                String.format(Locale.ROOT, "%s at width %d", names.get(index), width));
    List<TextSample> samples = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Continuation.Found found = outcomes.get(i).found();
      samples.add(
          new TextSample(
              names.get(i),
              width,
              seed,
              settings.temperature(),
              settings.prompt(),
              found == null ? "" : vocabulary.text(numbers(found.tokens())),
              outcomes.get(i).divergence()));
    }
    context.update(results -> results.with(new TextSamples(samples)));
  }

  private static int[] numbers(List<Integer> tokens) {
    return tokens.stream().mapToInt(token -> token).toArray();
  }

  private static int width(Settings settings, ExperimentConfig config) {
    TransferConfig transfer = config.transfer();
    if (settings.width() != 0) {
      return settings.width();
    }
    return transfer == null ? config.model().width() : Collections.max(transfer.widths());
  }

  /** Returns what writes, by name: first what was tuned, or else where tuning would start. */
  private Map<String, RunSettings> arms(TrainingProblem problem, @Nullable RunSettings tuned) {
    ExperimentConfig config = problem.config();
    Map<String, RunSettings> arms = new LinkedHashMap<>();
    if (tuned == null) {
      arms.put("start", Hyperparameters.settings(problem, config.startingArm()));
    } else {
      arms.put("tuned", tuned);
    }
    for (String name : settings(config).arms()) {
      ArmConfig arm = config.arms().get(name);
      if (arm == null) {
        throw new IllegalArgumentException("sample.arms: no arm is called '" + name + "'");
      }
      arms.put(name, Hyperparameters.settings(problem, arm));
    }
    return arms;
  }
}
