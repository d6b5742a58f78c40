package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rewrites the findings of the schema validator for the person who wrote the file. */
public final class SchemaMessages {
  /** What the only pattern of the schema stands for. */
  private static final String PATTERN = "must be lower-case letters, digits and dashes, got ";

  /** Whoever has more unknown keys has another file, and each hint is a search. */
  private static final int MOST_HINTS = 100;

  private final JsonNode schema;
  private final ConfigTree tree;
  private int unknownKeys;

  /**
   * Makes what reports to {@code tree}.
   *
   * @param schema that the tree was validated by
   */
  public SchemaMessages(JsonNode schema, ConfigTree tree) {
    this.schema = schema;
    this.tree = tree;
  }

  /**
   * Reports all findings to the tree. A key that is missing because it is misspelled is reported
   * once, as unknown.
   */
  public void report(List<Error> errors) {
    Set<String> misspelled = new HashSet<>();
    for (Error error : errors) {
      if (error.getKeyword().equals("additionalProperties")) {
        reportUnknownKey(error).ifPresent(misspelled::add);
      }
    }
    for (Error error : errors) {
      String path = path(error.getInstanceLocation());
      switch (error.getKeyword()) {
        case "additionalProperties" -> {}
        case "required" -> {
          String missing = KeyPath.join(path, error.getProperty());
          if (!misspelled.contains(missing)) {
            tree.report(missing, "is missing; this key is required");
          }
        }
        case "propertyNames" -> {
          String name = error.getProperty();
          tree.report(KeyPath.join(path, name), PATTERN + "\"" + name + "\"");
        }
        default -> tree.report(path, message(error));
      }
    }
  }

  /** Returns the path of the key that was probably meant. */
  private Optional<String> reportUnknownKey(Error error) {
    String section = path(error.getInstanceLocation());
    String key = error.getProperty();
    if (++unknownKeys > MOST_HINTS) {
      tree.report(KeyPath.join(section, key), "unknown key '" + key + "'");
      return Optional.empty();
    }
    String place = error.getSchemaLocation().getFragment().toString();
    List<String> known =
        keys(schema.at(place.substring(0, place.lastIndexOf('/')) + "/properties"));
    tree.report(
        KeyPath.join(section, key), "unknown key '" + key + "'" + Suggestion.orList(key, known));
    return Suggestion.nearest(key, known).map(near -> KeyPath.join(section, near));
  }

  private static String message(Error error) {
    String bound = Values.describe(error.getSchemaNode());
    String value = Values.describe(error.getInstanceNode());
    return switch (error.getKeyword()) {
      case "type" -> "must be " + types(error.getSchemaNode()) + ", got " + value;
      case "enum" -> notListed(error);
      case "minimum" -> "must be at least " + bound + ", got " + value;
      case "maximum" -> "must be at most " + bound + ", got " + value;
      case "exclusiveMinimum" -> "must be above " + bound + ", got " + value;
      case "exclusiveMaximum" -> "must be below " + bound + ", got " + value;
      case "minItems" -> "must list at least " + bound + ", got " + value;
      case "maxItems" -> "must list at most " + bound + ", got " + value;
      case "uniqueItems" -> "must not list a value twice, got " + value;
      case "minLength" -> "must not be empty";
      case "pattern" -> PATTERN + value;
      default -> error.getMessage();
    };
  }

  private static String notListed(Error error) {
    List<String> allowed = new ArrayList<>();
    error.getSchemaNode().forEach(value -> allowed.add(value.asText()));
    JsonNode value = error.getInstanceNode();
    String hint = Suggestion.hint(value.asText(), allowed);
    return "must be one of "
        + String.join(", ", allowed)
        + ", got "
        + Values.describe(value)
        + hint;
  }

  private static String types(JsonNode names) {
    List<String> types = new ArrayList<>();
    (names.isArray() ? names : List.of(names)).forEach(name -> types.add(type(name.asText())));
    return String.join(" or ", types);
  }

  private static String type(String name) {
    return switch (name) {
      case "integer" -> "an integer";
      case "number" -> "a number";
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a section of keys";
      default -> name;
    };
  }

  private static List<String> keys(JsonNode section) {
    List<String> keys = new ArrayList<>();
    section.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String path(NodePath location) {
    String path = "";
    for (int i = 0; i < location.getNameCount(); i++) {
      path = KeyPath.join(path, String.valueOf(location.getElement(i)));
    }
    return path;
  }
}
