package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/**
 * Applies {@code --set a.b.c=value} to a tree. The value is YAML; {@code null} removes the key.
 * Sections that are not there are made; an index ({@code tune.hyperparameters.0.knots}) must be
 * there. A word that is short for a section with its name becomes that section.
 */
public final class Overrides {
  /** The key of what a section with numbers is called, which a word alone is short for. */
  private static final String NAME = "name";

  private final ConfigTree tree;

  private Overrides(ConfigTree tree) {
    this.tree = tree;
  }

  /** Applies all, in order; what is wrong with one is reported to the tree. */
  public static void apply(ConfigTree tree, List<String> overrides) {
    Overrides applied = new Overrides(tree);
    overrides.forEach(applied::apply);
  }

  private void apply(String override) {
    String source = "--set " + override;
    int equals = override.indexOf('=');
    String path = equals < 0 ? override.strip() : override.substring(0, equals).strip();
    List<String> keys = Arrays.asList(path.split("\\.", -1));
    if (equals < 0 || keys.contains("")) {
      report(source, "", "must look like training.steps=50: keys joined by dots, =, a value");
      return;
    }
    YamlDocument document = YamlDocument.parse(source, override.substring(equals + 1));
    if (document.errors().isEmpty()) {
      set(source, keys, document.root());
    } else {
      document.errors().forEach(error -> report(source, path, error.message()));
    }
  }

  private void set(String source, List<String> keys, JsonNode value) {
    JsonNode parent = tree.root();
    String path = "";
    for (String key : keys.subList(0, keys.size() - 1)) {
      path = KeyPath.join(path, key);
      if (parent instanceof ObjectNode section && !section.has(key)) {
        section.putObject(key);
        tree.setPosition(path, new Position(source, 0));
      }
      JsonNode child = Values.child(parent, key);
      if (child.isTextual()) {
        child = JsonNodeFactory.instance.objectNode().set(NAME, child);
        assign(parent, key, child);
      }
      parent = child;
    }
    String last = keys.get(keys.size() - 1);
    if (assign(parent, last, value)) {
      tree.setPosition(KeyPath.join(path, last), new Position(source, 0));
    } else {
      report(
          source,
          String.join(".", keys),
          "there is no such place; '" + path + "' is " + kind(parent));
    }
  }

  private static boolean assign(JsonNode parent, String key, JsonNode value) {
    if (parent instanceof ObjectNode section) {
      if (value.isNull() || value.isMissingNode()) {
        section.remove(key);
      } else {
        section.set(key, value);
      }
      return true;
    }
    if (parent instanceof ArrayNode list && list.has(Values.index(key))) {
      list.set(Values.index(key), value);
      return true;
    }
    return false;
  }

  private static String kind(JsonNode parent) {
    return parent.isArray() ? "a list of " + parent.size() : Values.describe(parent);
  }

  private void report(String source, String path, String message) {
    tree.addAll(List.of(new ConfigError(source, 0, path, message)));
  }
}
