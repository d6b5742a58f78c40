package org.retrograde.experiments.config;

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
}
