package org.retrograde.reports.html.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;

/**
 * A chart of lines of several runs, each run in its own colour.
 *
 * @param across name of the horizontal axis
 * @param up name of the vertical axis
 * @param lines in the order to draw them
 */
record ComparedLines(String across, String up, List<Line> lines) {

  private static final int TABLE_COLUMNS = 11;

  /** From where on a vertical axis of positive values is logarithmic. */
  private static final double WIDE = 30;

  /** Copies the list. */
  ComparedLines {
    lines = List.copyOf(lines);
  }

  /** How a line is drawn. */
  enum Stroke {
    /** What the eye shall see. */
    MAIN,
    /** One of several that the main one is the mean of. */
    FAINT,
    /** What was before. */
    DASHED
  }

  /**
   * A line.
   *
   * @param run number of the run, from 0
   * @param name label of the run
   * @param choice value of the figure's control at which it is drawn
   * @param stroke how it is drawn
   * @param xs where it has values, ascending
   * @param ys the values; not finite for gaps
   */
  record Line(
      int run, String name, String choice, Stroke stroke, List<Integer> xs, List<Double> ys) {

    /** Copies the lists. */
    Line {
      xs = List.copyOf(xs);
      ys = List.copyOf(ys);
    }
  }

  /** What the script is given. */
  private record Data(String across, String up, boolean logarithmic, List<Line> lines) {}

  /** Returns the figure. */
  Figure figure(String id, Figure.Words words) {
    List<Figure.Choice> choices =
        lines.stream()
            .map(Line::choice)
            .distinct()
            .map(choice -> new Figure.Choice(choice, choice))
            .toList();
    return Figure.of(
            "compared", id, words, new Data(across, up, isLogarithmic(), lines), table(words))
        .withChoices(choices);
  }

  /** Whether all values are positive and far apart. */
  private boolean isLogarithmic() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (double value : line.ys()) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    return Numbers.hasLog(least) && most > WIDE * least;
  }

  /** All lines but the faint ones, at some places of the longest. */
  private Table table(Figure.Words words) {
    int last = lines.stream().mapToInt(line -> line.xs().get(line.xs().size() - 1)).max().orElse(0);
    int columns = Math.min(TABLE_COLUMNS, last + 1);
    List<Integer> places =
        IntStream.range(0, columns)
            .map(i -> columns == 1 ? 0 : (int) ((long) i * last / (columns - 1)))
            .boxed()
            .toList();
    List<String> header = new ArrayList<>(List.of("run"));
    places.forEach(place -> header.add(across + " " + place));
    List<List<Cell>> rows =
        lines.stream()
            .filter(line -> line.stroke() != Stroke.FAINT)
            .map(line -> row(line, places))
            .toList();
    return new Table(words.heading(), header, rows);
  }

  private static List<Cell> row(Line line, List<Integer> places) {
    String what = line.stroke() == Stroke.DASHED ? "before tuning" : "";
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                Cell.text(line.name())
                    .withDetail(
                        line.choice().isEmpty() || what.isEmpty()
                            ? line.choice() + what
                            : line.choice() + ", " + what)));
    for (int place : places) {
      @Nullable Double value = at(line, place);
      cells.add(value == null ? Cell.number("–") : Cell.number(value));
    }
    return cells;
  }

  /** The last value at or before a place; none beyond the line's end. */
  private static @Nullable Double at(Line line, int place) {
    @Nullable Double found = null;
    for (int i = 0; i < line.xs().size() && line.xs().get(i) <= place; i++) {
      found = line.ys().get(i);
    }
    return place > line.xs().get(line.xs().size() - 1) ? null : found;
  }
}
