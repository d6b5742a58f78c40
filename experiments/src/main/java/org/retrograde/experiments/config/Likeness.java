package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * What a config takes from another that it is {@code like}: whatever it does not say itself,
 * section by section. A key of {@code null} leaves out what the other has; a section with a {@code
 * name} takes nothing from one with another name.
 */
final class Likeness {

  /** The key that names the other one. */
  static final String KEY = "like";

  private static final String NAME = "name";

  /** What is of one experiment alone. */
  private static final Set<String> OWN = Set.of(NAME, "title", "summary", "minutes");

  private Likeness() {}

  /**
   * Takes over what is missing.
   *
   * @param own the config. Modified.
   * @param other the one that it is like. Not modified.
   */
  static void fillIn(ObjectNode own, ObjectNode other) {
    ObjectNode shared = other.deepCopy();
    shared.remove(OWN);
    merge(own, shared);
  }

  private static void merge(ObjectNode own, ObjectNode other) {
    for (Map.Entry<String, JsonNode> entry : other.properties()) {
      String key = entry.getKey();
      JsonNode mine = own.get(key);
      JsonNode theirs = entry.getValue();
      if (mine == null) {
        own.set(key, theirs);
      } else if (mine.isNull()) {
        own.remove(key);
      } else if (mine instanceof ObjectNode section && isOfOneKind(section, theirs)) {
        merge(section, section(theirs));
      }
    }
  }

  /** Whether a section can be mixed with what the other config has in its place. */
  private static boolean isOfOneKind(ObjectNode section, JsonNode theirs) {
    return (theirs.isObject() || theirs.isTextual())
        && (!section.has(NAME) || section.get(NAME).equals(section(theirs).get(NAME)));
  }

  /** A word is short for a section with its name. */
  private static ObjectNode section(JsonNode theirs) {
    return theirs instanceof ObjectNode section
        ? section
        : JsonNodeFactory.instance.objectNode().set(NAME, theirs);
  }
}
