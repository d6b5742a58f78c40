package org.retrograde.experiments.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of two JSON files differ, bit for bit. Times are no values: whatever has a name
 * that ends in {@code seconds} is left out, and the plan of the way back, which is predicted from
 * times and holds measured ones.
 */
final class ValueDifferences {

  /** What is left out, for people. */
  static final List<String> LEFT_OUT =
      List.of("every field of seconds", "plan of results.json, which is made of times");

  private static final String PLAN = "/plan";

  private static final ObjectReader READER = JsonMapper.builder().build().readerFor(JsonNode.class);

  private int values;
  private int differing;
  private FileComparison.@Nullable Place first;

  private ValueDifferences() {}

  /**
   * Compares two files of one JSON value, or of one a line.
   *
   * @throws IOException if one cannot be read
   */
  static FileComparison between(Path then, Path now) throws IOException {
    ValueDifferences found = new ValueDifferences();
    List<JsonNode> before = read(then);
    List<JsonNode> after = read(now);
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      String path = before.size() < 2 && after.size() < 2 ? "" : "line " + (i + 1) + " ";
      found.compare(path, at(before, i), at(after, i));
    }
    return new FileComparison(
        String.valueOf(then.getFileName()), found.values, found.differing, found.first);
  }

  private static JsonNode at(List<JsonNode> values, int i) {
    return i < values.size() ? values.get(i) : MissingNode.getInstance();
  }

  /** What is not there has no values. */
  private static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    if (Files.exists(file)) {
      try (var parsed = READER.<JsonNode>readValues(file.toFile())) {
        parsed.forEachRemaining(values::add);
      }
    }
    return values;
  }

  private void compare(String path, JsonNode then, JsonNode now) {
    if (then.isContainerNode() && now.isContainerNode() && then.isObject() == now.isObject()) {
      for (String name : names(then, now)) {
        String inner = path + "/" + name;
        if (!name.endsWith("econds") && !inner.equals(PLAN)) {
          compare(inner, child(then, name), child(now, name));
        }
      }
      return;
    }
    values++;
    if (!then.equals(now)) {
      differing++;
      if (first == null) {
        first = new FileComparison.Place(path, shown(then), shown(now));
      }
    }
  }

  private static JsonNode child(JsonNode node, String name) {
    return node.isObject() ? node.path(name) : node.path(Integer.parseInt(name));
  }

  private static Set<String> names(JsonNode then, JsonNode now) {
    Set<String> names = new LinkedHashSet<>();
    if (then.isObject()) {
      then.fieldNames().forEachRemaining(names::add);
      now.fieldNames().forEachRemaining(names::add);
    } else {
      for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
        names.add(Integer.toString(i));
      }
    }
    return names;
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "nothing";
    }
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
