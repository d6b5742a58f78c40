package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes a resolved experiment. */
public final class ConfigWriter {
  private ConfigWriter() {}

  /**
   * Returns the experiment as YAML with every default filled in, absolute paths and no comments.
   * {@link ConfigReader} reads it back equal.
   *
   * @param config the experiment
   * @return YAML, ending with a line break
   */
  public static String toYaml(ExperimentConfig config) {
    return ConfigMapper.write(config);
  }

  /**
   * Returns the experiment as a tree, with every default filled in and absolute paths; {@link
   * ConfigReader#readText} reads its JSON back equal.
   *
   * @param config the experiment
   * @return a JSON object
   */
  public static JsonNode toTree(ExperimentConfig config) {
    return ConfigMapper.toTree(config);
  }
}
