package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A configuration on its way: the tree, where each key came from, and what was found wrong so far.
 * A path is keys and indices joined by dots; the empty path is the whole.
 *
 * <p>Checks read values through {@link #text}, {@link #number} and {@link #at}, which give nothing
 * for what is absent, of another type, or already reported: so no check trips over an error that
 * another one has found.
 */
public final class ConfigTree {
  private final ObjectNode root;
  private final Map<String, Position> positions = new HashMap<>();
  private final List<ConfigError> errors = new ArrayList<>();
  private final NavigableSet<String> reported = new TreeSet<>();
  private boolean readable = true;

  private ConfigTree(ObjectNode root) {
    this.root = root;
  }

  /** Parses a file; what is wrong with its YAML is among the {@linkplain #errors errors}. */
  public static ConfigTree parse(String source, String text) {
    YamlDocument document = YamlDocument.parse(source, text);
    ConfigTree tree =
        new ConfigTree(
            document.root() instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode());
    document.lines().forEach((path, line) -> tree.positions.put(path, new Position(source, line)));
    tree.positions.put("", new Position(source, 1));
    tree.addAll(document.errors());
    if (!document.root().isObject()) {
      tree.readable = false;
      if (document.errors().isEmpty()) {
        tree.report("", "must be keys with values, got " + Values.describe(document.root()));
      }
    }
    return tree;
  }

  /**
   * Parses text that nobody sees in lines, such as a section of another file: errors name {@code
   * source} alone.
   */
  public static ConfigTree parseUnseen(String source, String text) {
    ConfigTree tree = parse(source, text);
    tree.positions.clear();
    tree.positions.put("", new Position(source, 0));
    return tree;
  }

  /** Returns whether the file was YAML with keys, so that checks make sense. */
  public boolean isReadable() {
    return readable;
  }

  /** Says that nothing more is to be checked. */
  public void refuse() {
    readable = false;
  }

  /** Returns the tree itself. Modified by overrides and defaults. */
  public ObjectNode root() {
    return root;
  }

  /** Returns what is at {@code path}; missing if it is absent or was reported. */
  public JsonNode at(String path) {
    JsonNode node = root;
    if (path.isEmpty()) {
      return node;
    }
    StringBuilder soFar = new StringBuilder();
    for (String key : path.split("\\.", -1)) {
      soFar.append(soFar.isEmpty() ? "" : ".").append(key);
      if (reported.contains(soFar.toString())) {
        return MissingNode.getInstance();
      }
      node = Values.child(node, key);
    }
    return node;
  }

  /** Returns whether there is a sound value at {@code path}. */
  public boolean has(String path) {
    return !at(path).isMissingNode();
  }

  /** Returns the text at {@code path}, if there is a sound one. */
  public Optional<String> text(String path) {
    return Optional.ofNullable(at(path).textValue());
  }

  /** Returns the word at {@code path}, which may be the name of a section with numbers. */
  public Optional<String> word(String path) {
    return Optional.ofNullable(
        at(path).isObject() ? at(path).path("name").textValue() : at(path).textValue());
  }

  /** Returns the number at {@code path}, if there is a sound one. */
  public Optional<Double> number(String path) {
    return at(path).isNumber() ? Optional.of(at(path).doubleValue()) : Optional.empty();
  }

  /** Returns the keys of the section at {@code path}, in order; none if there is no sound one. */
  public List<String> keys(String path) {
    List<String> keys = new ArrayList<>();
    at(path).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /**
   * Says that {@code path} and all below it come from {@code position}, whatever was known of them.
   */
  void setPosition(String path, Position position) {
    positions.keySet().removeIf(known -> known.startsWith(path + "."));
    positions.put(path, position);
  }

  /**
   * Adds an error at {@code path}, with the line of the nearest section around it if there is no
   * such key. Does nothing if that path, one around it or one within it was reported before: one
   * mistake, one error.
   */
  public void report(String path, String message) {
    if (!isReported(path)) {
      reported.add(path);
      Position position = position(path);
      errors.add(new ConfigError(position.source(), position.line(), path, message));
    }
  }

  /** Adds errors that know their place. */
  void addAll(List<ConfigError> found) {
    for (ConfigError error : found) {
      reported.add(error.path());
      errors.add(error);
    }
  }

  /** Returns all errors: those of the file by line, then those of overrides in their order. */
  public List<ConfigError> errors() {
    return errors.stream()
        .sorted(
            Comparator.comparingInt(error -> error.line() == 0 ? Integer.MAX_VALUE : error.line()))
        .toList();
  }

  /** Whether a path, one around it or one within it was reported; the empty path is by itself. */
  private boolean isReported(String path) {
    String within = reported.ceiling(path + ".");
    if (reported.contains(path) || (within != null && within.startsWith(path + "."))) {
      return true;
    }
    int dot = path.indexOf('.');
    while (dot >= 0) {
      if (reported.contains(path.substring(0, dot))) {
        return true;
      }
      dot = path.indexOf('.', dot + 1);
    }
    return false;
  }

  private Position position(String path) {
    String around = path;
    Position position = positions.get(around);
    while (position == null) {
      around = KeyPath.parent(around);
      position = positions.get(around);
    }
    return position;
  }
}
