package org.retrograde.reports.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a run has measured, with figures to hold against published ones.
 *
 * @param name short: lower-case letters, digits and dashes
 * @param heading what was found, or a question
 * @param words how to read it
 * @param table of what was measured
 * @param charts of it
 * @param heatMaps of it; none in a file of before there were any
 * @param figures by name, in order
 */
public record Study(
    String name,
    String heading,
    String words,
    Rows table,
    List<Chart> charts,
    List<HeatMap> heatMaps,
    Map<String, Double> figures) {

  /** Copies lists and map. */
  public Study {
    charts = List.copyOf(charts);
    heatMaps = heatMaps == null ? List.of() : List.copyOf(heatMaps);
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Makes one without heat maps. */
  public Study(
      String name,
      String heading,
      String words,
      Rows table,
      List<Chart> charts,
      Map<String, Double> figures) {
    this(name, heading, words, table, charts, List.of(), figures);
  }

  /**
   * A table; the first column names its rows.
   *
   * @param caption what it shows
   * @param columns their names
   * @param rows words and numbers as they are to be read, one a column
   */
  public record Rows(String caption, List<String> columns, List<List<String>> rows) {

    /** Copies the lists and checks their lengths. */
    public Rows {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "a row has a cell for each of %s, got %s".formatted(columns, row));
        }
      }
    }
  }

  /**
   * Lines over one axis.
   *
   * @param heading a claim or a question
   * @param explanation how to read it
   * @param across name of the horizontal axis
   * @param up name of the vertical axis
   * @param logAcross whether equal distances across are equal factors
   * @param logUp whether they are upward
   * @param lines to draw
   */
  public record Chart(
      String heading,
      String explanation,
      String across,
      String up,
      boolean logAcross,
      boolean logUp,
      List<Line> lines) {

    /** Copies the list. */
    public Chart {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A table of numbers as colours.
   *
   * @param heading a claim or a question
   * @param explanation how to read it
   * @param what the numbers are
   * @param rows their names
   * @param columns their names
   * @param values [row][column]; not finite where there is none
   */
  public record HeatMap(
      String heading,
      String explanation,
      String what,
      List<String> rows,
      List<String> columns,
      List<List<Double>> values) {

    /** Copies the lists and checks their lengths. */
    public HeatMap {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
      values = values.stream().map(List::copyOf).toList();
      for (List<Double> row : values) {
        if (row.size() != columns.size() || values.size() != rows.size()) {
          throw new IllegalArgumentException(
              "%s has a value for each of %s by %s, got %s"
                  .formatted(heading, rows, columns, values));
        }
      }
    }
  }

  /**
   * A line.
   *
   * @param name of the line
   * @param across places of its points
   * @param up their values, as many
   * @param guide whether it is what the others are held against, and drawn dashed
   * @param signs of something at each point, as many, of which the chart shows whether it is above
   *     or below 0; none for a line without
   */
  public record Line(
      String name, List<Double> across, List<Double> up, boolean guide, List<Double> signs) {

    /** Copies the lists and checks their lengths. */
    public Line {
      across = List.copyOf(across);
      up = List.copyOf(up);
      signs = List.copyOf(signs);
      if (up.size() != across.size() || !(signs.isEmpty() || signs.size() == up.size())) {
        throw new IllegalArgumentException(
            "%s has a value for each place, got %d, %d and %d"
                .formatted(name, across.size(), up.size(), signs.size()));
      }
    }
  }
}
