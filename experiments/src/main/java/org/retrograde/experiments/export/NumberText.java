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
   * @param indent of the line that it begins in
   */
  static String python(ExportedGroup.Schedule numbers, int indent) {
    if (numbers.isConstant()) {
      return "[" + numbers.points().get(0) + "]";
    }
    String margin = " ".repeat(indent);
    String inner = margin + "    ";
    String points = points(numbers, ", ") + ",";
    // The comma that ends a line may stand beyond the last column.
    String lines = WordUtils.wrap(points, COLUMNS + 1 - inner.length(), "\n" + inner, false);
    return "[\n" + inner + lines + "\n" + margin + "]";
  }

  /** Returns arguments of Java, strings of numbers, after a comma. */
  static String java(ExportedGroup.Schedule numbers) {
    if (numbers.isConstant()) {
      return " \"" + numbers.points().get(0) + '"';
    }
    String filled = WordUtils.wrap(points(numbers, " "), COLUMNS - 14, "\n", false);
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

  private static String points(ExportedGroup.Schedule numbers, String separator) {
    return numbers.points().stream().map(String::valueOf).collect(Collectors.joining(separator));
  }
}
