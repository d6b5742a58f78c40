package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import org.retrograde.experiments.config.text.YamlDocument;

/**
 * What a list shows of an experiment that comes with the program. Read without the schema, whose
 * validator takes most of a second to load; the built-in files are sound, which tests see to.
 *
 * @param name by which commands know it
 * @param minutes expected minutes on two cores; 0 is unknown
 * @param title one line; may be empty
 */
public record BuiltinSummary(String name, double minutes, String title) {

  static BuiltinSummary of(String name) {
    JsonNode root = YamlDocument.parse(name + ".yaml", Builtins.text(name)).root();
    return new BuiltinSummary(name, root.path("minutes").asDouble(), root.path("title").asText());
  }
}
