package org.retrograde.experiments.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.retrograde.experiments.config.OtherFiles;
import org.retrograde.experiments.config.text.JsonFile;
import org.retrograde.experiments.config.text.Values;

/** The numbers of a case by their place, each list of the length that it must have. */
final class CaseNumbers {

  private final Path file;
  private final JsonNode root;

  private CaseNumbers(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws ReferenceCaseException if it cannot be read or is not JSON
   */
  static CaseNumbers read(Path file) {
    if (!Files.exists(file)) {
      throw new ReferenceCaseException(file + ": no such file");
    }
    return new CaseNumbers(file, JsonFile.read(file, message -> noCase(file, message)));
  }

  /**
   * Returns the format of the file.
   *
   * @throws ReferenceCaseException if it is none of those that are known
   */
  String requireFormat(String... known) {
    String format = root.path("format").asText();
    if (!List.of(known).contains(format)) {
      throw noCase(
          file,
          "%s: is no reference case: \"format\" must be \"%s\""
              .formatted(file, String.join("\" or \"", known)));
    }
    return format;
  }

  /** Returns the exception for a file that is something else. */
  private static ReferenceCaseException noCase(Path file, String message) {
    return new ReferenceCaseException(OtherFiles.words(file, "reference case").orElse(message));
  }

  /** Returns whether there is anything at a place. */
  boolean has(String pointer) {
    return !root.at(pointer).isMissingNode();
  }

  /** Returns what is at a place. */
  JsonNode at(String pointer) {
    JsonNode node = root.at(pointer);
    if (node.isMissingNode() || node.isNull()) {
      throw wrong(pointer, "is missing");
    }
    return node;
  }

  /** Returns a whole number of at least {@code least}. */
  int whole(String pointer, int least) {
    return whole(pointer, at(pointer), least, Integer.MAX_VALUE);
  }

  /** Returns a list of whole numbers in [least, most]. */
  int[] wholes(String pointer, int least, int most) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode number : list(pointer, at(pointer))) {
      numbers.add(whole(pointer + "/" + numbers.size(), number, least, most));
    }
    return numbers.stream().mapToInt(number -> number).toArray();
  }

  private int whole(String pointer, JsonNode node, int least, int most) {
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < least
        || node.intValue() > most) {
      throw wrong(
          pointer,
          "must be a whole number from %d to %d, got %s"
              .formatted(least, most, Values.describe(node)));
    }
    return node.intValue();
  }

  /** Returns a list of a length. */
  JsonNode list(String pointer, int length) {
    JsonNode list = list(pointer, at(pointer));
    requireLength(pointer, list, length);
    return list;
  }

  private JsonNode list(String pointer, JsonNode node) {
    if (!node.isArray()) {
      throw wrong(pointer, "must be a list, got " + Values.describe(node));
    }
    return node;
  }

  /**
   * Returns the numbers of a table, or of a table of tables, in the order of the file.
   *
   * @param shape the length of the lists of each depth; none for a number
   */
  double[] numbers(String pointer, int... shape) {
    List<Double> flat = new ArrayList<>();
    flatten(pointer, at(pointer), shape, 0, flat);
    return flat.stream().mapToDouble(number -> number).toArray();
  }

  private void flatten(String pointer, JsonNode node, int[] shape, int depth, List<Double> flat) {
    if (depth == shape.length) {
      double number = node.doubleValue();
      if (!node.isNumber() || !Double.isFinite(number)) {
        throw wrong(pointer, "must be a finite number, got " + Values.describe(node));
      }
      flat.add(number);
      return;
    }
    requireLength(pointer, list(pointer, node), shape[depth]);
    for (int i = 0; i < shape[depth]; i++) {
      flatten(pointer + "/" + i, node.get(i), shape, depth + 1, flat);
    }
  }

  /** Returns a section of known keys, any of them. */
  JsonNode section(String pointer, Collection<String> known) {
    JsonNode section = at(pointer);
    if (!section.isObject()) {
      throw wrong(pointer, "must be a section of keys, got " + Values.describe(section));
    }
    section
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw wrong(
                    pointer,
                    "has %s, which no case has; there are %s".formatted(Values.shown(key), known));
              }
            });
    return section;
  }

  /** Requires every number of a table to be in a range. */
  void requireBetween(String pointer, double least, double most, int... shape) {
    for (double value : numbers(pointer, shape)) {
      if (value < least || value > most) {
        throw wrong(pointer, "must be from %s to %s, got %s".formatted(least, most, value));
      }
    }
  }

  private void requireLength(String pointer, JsonNode list, int length) {
    if (list.size() != length) {
      throw wrong(pointer, "must list %d, got %d".formatted(length, list.size()));
    }
  }

  /** Returns the exception for what is wrong at a place. */
  ReferenceCaseException wrong(String pointer, String message) {
    return new ReferenceCaseException("%s: %s: %s".formatted(file, pointer, message));
  }
}
