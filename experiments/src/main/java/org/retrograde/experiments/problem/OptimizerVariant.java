package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

/**
 * Another optimizer in place of an experiment's, with numbers of its own.
 *
 * @param optimizer the update rule
 * @param numbers of {@code training}, by their keys
 */
public record OptimizerVariant(Optimizer optimizer, Map<String, Double> numbers) {

  /** Copies the map, keeping its order. */
  public OptimizerVariant {
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /** Returns what is wrong with its numbers, by their keys: those of other optimizers. */
  public Map<String, String> refusals() {
    List<Coefficient> own = optimizer.coefficients();
    Map<String, String> refusals = new LinkedHashMap<>();
    for (String word : numbers.keySet()) {
      Optimizers.COEFFICIENTS
          .find(word)
          .filter(coefficient -> !own.contains(coefficient))
          .ifPresent(
              other ->
                  refusals.put(
                      word,
                      "optimizer %s reads %s"
                          .formatted(
                              optimizer.word(), own.stream().map(Coefficient::word).toList())));
    }
    return refusals;
  }

  /**
   * Returns an experiment with it. Numbers that are not given are those of the experiment, but for
   * coefficients that the two optimizers have other usual values of.
   *
   * @param name of this, for errors
   * @param changes to make besides, of the form {@code key=value}; a section that the runs do not
   *     depend on is left out by {@code section=null}, so that runs that are kept outlive its
   *     changes
   * @throws org.retrograde.experiments.config.text.ConfigException if something does not fit
   */
  public ExperimentConfig in(ExperimentConfig config, String name, List<String> changes) {
    List<String> all = new ArrayList<>(changes);
    all.add("training.optimizer=" + ConfigWriter.inOneLine(optimizer));
    Optimizer before = config.training().optimizer();
    optimizer.coefficients().stream()
        .filter(number -> Double.compare(optimizer.usual(number), before.usual(number)) != 0)
        .map(number -> "training.%s=%s".formatted(number.word(), optimizer.usual(number)))
        .forEach(all::add);
    numbers.forEach((word, value) -> all.add("training.%s=%s".formatted(word, value)));
    return ConfigReader.readForTraining(
        "%s with optimizer %s".formatted(config.name(), name),
        ConfigWriter.toTree(config).toString(),
        all);
  }
}
