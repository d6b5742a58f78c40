package org.retrograde.experiments.config.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns SnakeYAML's nodes, which know their lines, into a JSON tree and a table of lines. For one
 * document.
 */
final class YamlConverter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<Tag> TAGS =
      Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  /** A kilobyte of aliases of aliases stands for more values than a memory holds. */
  private static final int MOST_VALUES = 100_000;

  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_NUMBER = 400;

  private final String source;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<ConfigError> errors = new ArrayList<>();
  private int values;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  YamlConverter(String source) {
    this.source = source;
  }

  /** Returns the line of each converted path. */
  Map<String, Integer> lines() {
    return lines;
  }

  /** Returns what was wrong. */
  List<ConfigError> errors() {
    return errors;
  }

  /**
   * Converts {@code node}, which stands at {@code path}.
   *
   * @throws TooLargeException if the whole has more values than any config, aliases written out
   */
  JsonNode convert(Node node, String path) {
    if (++values > MOST_VALUES) {
      throw new TooLargeException(line(node));
    }
    lines.putIfAbsent(path, line(node));
    if (!TAGS.contains(node.getTag())) {
      report(node, path, "the tag " + node.getTag().getValue() + " is not allowed; remove it");
      return JSON.nullNode();
    }
    if (!open.add(node)) {
      report(node, path, "contains itself through an alias");
      return JSON.nullNode();
    }
    JsonNode value;
    if (node instanceof MappingNode mapping) {
      value = object(mapping, path);
    } else if (node instanceof SequenceNode sequence) {
      value = array(sequence, path);
    } else {
      value = scalar((ScalarNode) node, path);
    }
    open.remove(node);
    return value;
  }

  private ObjectNode object(MappingNode mapping, String path) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        report(entry.getKeyNode(), path, "a key must be a single word");
        continue;
      }
      if (key.getValue().length() > LONGEST_KEY) {
        report(key, path, "a key must have at most %d characters".formatted(LONGEST_KEY));
        continue;
      }
      String child = KeyPath.join(path, key.getValue());
      if (object.has(key.getValue())) {
        report(key, child, "is given twice, first in line " + lines.get(child) + "; keep one");
        continue;
      }
      lines.put(child, line(key));
      object.set(key.getValue(), convert(entry.getValueNode(), child));
    }
    return object;
  }

  private ArrayNode array(SequenceNode sequence, String path) {
    ArrayNode array = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      array.add(convert(item, KeyPath.join(path, Integer.toString(array.size()))));
    }
    return array;
  }

  private JsonNode scalar(ScalarNode node, String path) {
    String text = node.getValue();
    Tag tag = node.getTag();
    boolean isNumber = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    if (isNumber && text.length() > LONGEST_NUMBER) {
      report(node, path, "must be a number of at most %d digits".formatted(LONGEST_NUMBER));
      return JSON.nullNode();
    }
    try {
      if (tag.equals(Tag.INT)) {
        return integer(new BigInteger(text));
      }
      if (tag.equals(Tag.FLOAT)) {
        return decimal(node, path);
      }
    } catch (NumberFormatException e) {
      report(node, path, "\"" + Values.shown(text) + "\" is not a number");
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(text);
  }

  private JsonNode decimal(ScalarNode node, String path) {
    double value = Double.parseDouble(node.getValue());
    if (!Double.isFinite(value)) {
      report(node, path, "must be a finite number, got " + Values.shown(node.getValue()));
      return JSON.nullNode(); // a check for a word cannot read an infinity
    }
    return JSON.numberNode(value);
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValue())
        : JSON.numberNode(value);
  }

  private void report(Node node, String path, String message) {
    errors.add(new ConfigError(source, line(node), path, message));
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** There are too many values. */
  static final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    TooLargeException(int line) {
      super("stands for more than %d values, with aliases written out".formatted(MOST_VALUES));
      this.line = line;
    }

    int line() {
      return line;
    }
  }
}
