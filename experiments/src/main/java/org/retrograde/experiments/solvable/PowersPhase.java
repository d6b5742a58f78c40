package org.retrograde.experiments.solvable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;

/**
 * Finds the powers of the step that are best for spherical models: of one power from the first step
 * on, and of two phases, whose rate stays before it falls.
 */
public final class PowersPhase implements SectionPhase {

  static final String WORD = "powers";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Problem `spherical` alone: the power of the step that a rate should fall with, from the"
        + " first step on and in two phases.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "temperatures": {"description": "In place of that of the problem; empty for that alone.", "type": "array", "uniqueItems": true, "items": {"type": "number", "exclusiveMinimum": 0}, "default": []},
        "spikes": {"description": "In place of that of the problem; empty for that alone.", "type": "array", "uniqueItems": true, "items": {"type": "number", "minimum": 0}, "default": []},
        "steps": {"description": "Lengths of training, rising; empty for `training.steps` alone.", "type": "array", "items": {"$ref": "#/$defs/count"}, "default": []},
        "rates": {"description": "Rates of the first step, of which each schedule has its best.", "type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "number", "exclusiveMinimum": 0}, "default": [0.3]},
        "exponents": {"description": "β of η (1 + t)^-β, rising.", "type": "array", "minItems": 2, "items": {"type": "number", "minimum": 0}, "default": [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]},
        "crossings": {"description": "Steps up to which the rate stays, to fall as 1/t from there (`two-phase`); empty to leave two phases out.", "type": "array", "uniqueItems": true, "items": {"type": "number", "exclusiveMinimum": 0}, "default": []}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return PowersConfig.class;
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    PowersConfig grid = (PowersConfig) settings;
    requireRising("steps", grid.steps(), complain);
    requireRising("exponents", grid.exponents(), complain);
  }

  private static <T extends Comparable<T>> void requireRising(
      String key, List<T> values, BiConsumer<String, String> complain) {
    if (IntStream.range(1, values.size())
        .anyMatch(i -> values.get(i).compareTo(values.get(i - 1)) <= 0)) {
      complain.accept(key, "must rise, got " + values);
    }
  }

  /** What is expected needs none. */
  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of();
  }

  @Override
  public void run(RunContext context) {
    ExperimentConfig config = context.config();
    PowersConfig settings = config.own(WORD, PowersConfig.class).orElseThrow();
    SphericalModel model = config.problem().settings(SphericalModel.class);
    List<Integer> lengths = given(settings.steps(), config.training().steps());
    List<Double> temperatures = given(settings.temperatures(), model.temperature());
    List<Double> spikes = given(settings.spikes(), model.spike());
    context.progress().begin(WORD, temperatures.size() * spikes.size() * lengths.size());
    List<PowersStudy.Instance> instances = new ArrayList<>();
    for (double temperature : temperatures) {
      for (double spike : spikes) {
        SphericalModel one = new SphericalModel(model.modes(), temperature, spike);
        for (int steps : lengths) {
          BestPowers best = BestPowers.of(one.expectedLoss(), steps, settings);
          instances.add(new PowersStudy.Instance(temperature, spike, steps, best));
          context.progress().step(String.format(Locale.ROOT, "%.4g", best.power().loss()));
        }
      }
    }
    context.progress().end();
    context.add(new PowersStudy(settings, instances).study());
  }

  private static <T> List<T> given(List<T> several, T one) {
    return several.isEmpty() ? List.of(one) : several;
  }
}
