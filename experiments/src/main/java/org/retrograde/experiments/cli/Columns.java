package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/** A table on the terminal, whose columns are as wide as what stands in them. */
final class Columns {

  private Columns() {}

  /**
   * Prints rows.
   *
   * @param rows each with as many words as the first, which names the columns
   */
  static void print(List<List<String>> rows, PrintWriter out) {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
