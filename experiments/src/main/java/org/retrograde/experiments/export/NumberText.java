package org.retrograde.experiments.export;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;

/** The points of a number as lists of exported files, in lines of at most 118 columns. */
final class NumberText {

  /** The longest line that is filled. */
  static final int COLUMNS = 118;

  /** Lines of a constant of Java: a class file holds at most 65,535 bytes of one. */
  private static final int LINES = 100;

  private NumberText() {}

  /**
   * Returns a list of Python.
   *
   * @param numbers at least one
   * @param indent of the line that it begins in
   */
  static String python(List<Double> numbers, int indent) {
    if (numbers.size() == 1) {
      return "[" + numbers.get(0) + "]";
    }
    String margin = " ".repeat(indent);
    String inner = margin + "    ";
    String points = joined(numbers, ", ") + ",";
    // The comma that ends a line may stand beyond the last column.
    String lines = WordUtils.wrap(points, COLUMNS + 1 - inner.length(), "\n" + inner, false);
    return "[\n" + inner + lines + "\n" + margin + "]";
  }

  /** Returns arguments of Java, strings of numbers, after a comma or a bracket. */
  static String java(List<Double> numbers) {
    if (numbers.size() == 1) {
      return " \"" + numbers.get(0) + '"';
    }
    String filled = WordUtils.wrap(joined(numbers, " "), COLUMNS - 14, "\n", false);
    List<String> lines = filled.lines().toList();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      boolean ends = last || i % LINES == LINES - 1;
      text.append(
          "\n        \"%s%s\"%s"
              .formatted(lines.get(i), ends ? "" : " ", last ? "" : ends ? "," : " +"));
    }
    return text.toString();
  }

  private static String joined(List<Double> numbers, String separator) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(separator));
  }
}
