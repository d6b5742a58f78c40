package org.retrograde.experiments.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retrograde.experiments.config.text.KeyPath;

/** The leaves of a tree by their paths, such as {@code training.steps}. */
final class Leaves {

  private final Map<String, String> leaves = new LinkedHashMap<>();

  private Leaves() {}

  static Map<String, String> of(JsonNode tree) {
    Leaves of = new Leaves();
    of.add("", tree);
    return of.leaves;
  }

  /** Lists of plain values are leaves: one schedule or grid is one thing to read. */
  private void add(String path, JsonNode node) {
    if (node.isObject()) {
      node.properties().forEach(field -> add(KeyPath.join(path, field.getKey()), field.getValue()));
    } else {
      leaves.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
