package org.retrograde.experiments.valley;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.problem.OptimizerVariant;

/** The problems of a valley, as experiments. */
final class Fields {

  private Fields() {}

  /**
   * Returns the experiments, which run as this one does.
   *
   * @throws ConfigException if one cannot be read
   */
  static Map<String, ExperimentConfig> of(ExperimentConfig config, ValleySettings settings) {
    Map<String, ExperimentConfig> fields = new LinkedHashMap<>();
    settings
        .problems()
        .forEach(
            (name, experiment) ->
                fields.put(name, ConfigReader.readProblem(experiment).withRun(config.run())));
    if (fields.isEmpty()) {
      fields.put(config.name(), config);
    }
    return fields;
  }

  /**
   * Returns one with another optimizer and its defaults.
   *
   * @param name of the optimizer, for errors
   * @throws ConfigException if the numbers are not those of the optimizer
   */
  static ExperimentConfig with(ExperimentConfig field, String name, ValleySettings.Rival rival) {
    return new OptimizerVariant(rival.optimizer(), rival.defaults())
        .in(field, name, List.of(ValleyPhase.WORD + "=null"));
  }
}
