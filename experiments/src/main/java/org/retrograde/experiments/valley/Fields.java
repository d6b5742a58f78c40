package org.retrograde.experiments.valley;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.text.ConfigException;

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
                fields.put(
                    name,
                    ConfigReader.readFileOrBuiltin(experiment, List.of()).withRun(config.run())));
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
    List<String> changes = new ArrayList<>();
    changes.add(ValleyPhase.WORD + "=null"); // so that runs that are kept outlive its changes
    changes.add("training.optimizer=" + ConfigWriter.inOneLine(rival.optimizer()));
    rival.defaults().forEach((word, value) -> changes.add("training.%s=%s".formatted(word, value)));
    return ConfigReader.readForTraining(
        "%s with optimizer %s".formatted(field.name(), name),
        ConfigWriter.toTree(field).toString(),
        changes);
  }
}
