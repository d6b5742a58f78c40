package org.retrograde.experiments.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;

/**
 * Parameters that have all numbers in common.
 *
 * @param names of them
 * @param numbers as text of Python: a number, a tuple, or a list with one a step
 */
record ValueGroup(List<String> names, Map<String, String> numbers) {

  /**
   * Groups parameters: no two groups have equal numbers.
   *
   * @param names of the parameters
   * @param numbers of the parameter at a place in that list
   * @return in the order of their first parameters
   */
  static List<ValueGroup> of(List<String> names, IntFunction<Map<String, String>> numbers) {
    Map<Map<String, String>, List<String>> byNumbers = new LinkedHashMap<>();
    for (int g = 0; g < names.size(); g++) {
      byNumbers.computeIfAbsent(numbers.apply(g), key -> new ArrayList<>()).add(names.get(g));
    }
    return byNumbers.entrySet().stream()
        .map(entry -> new ValueGroup(List.copyOf(entry.getValue()), entry.getKey()))
        .toList();
  }

  /**
   * Returns the names as a list of Python.
   *
   * @param indent of the line that it begins in
   */
  String list(int indent) {
    String quoted =
        names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", ", "[", "]"));
    return wrapped(quoted, "\"", indent + "names=,".length(), indent + 4);
  }

  /**
   * Returns the numbers as arguments of Python.
   *
   * @param indent of their lines
   */
  String arguments(int indent) {
    String all =
        numbers.entrySet().stream()
            .map(number -> number.getKey() + "=" + number.getValue())
            .collect(Collectors.joining(", "));
    return wrapped(all, "[a-z]", indent + 1, indent);
  }

  /** Breaks lines between elements, which begin with a letter of a class. */
  private static String wrapped(String elements, String first, int taken, int indent) {
    String gap = "(?<=,) (?=" + first + ")";
    return WordUtils.wrap(
        elements, NumberText.COLUMNS - taken, "\n" + " ".repeat(indent), false, gap);
  }
}
