package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;

/** The schemas, for tests of other packages. */
public final class Schemas {

  private Schemas() {}

  /** Returns a copy of the schema of experiments. */
  public static JsonNode experiment() {
    return ConfigSchema.EXPERIMENT.json().deepCopy();
  }
}
