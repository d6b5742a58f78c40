package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.retrograde.reports.record.Growth;

/**
 * Charts with two logarithmic axes side by side, two a row, as coordinates of an SVG picture.
 *
 * @param width of the picture
 * @param height of the picture
 * @param panels the charts
 */
record LogLogPicture(int width, int height, List<Panel> panels) {

  private static final int PANEL_WIDTH = 440;
  private static final int PANEL_HEIGHT = 300;
  private static final int LEFT = 62;
  private static final int RIGHT = 18;
  private static final int TOP = 44;
  private static final int BOTTOM = 46;
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73");
  private static final String GUIDE = "#8a929e";

  static LogLogPicture of(Growth growth) {
    List<Panel> panels = new ArrayList<>();
    for (var series : growth.series()) {
      for (LogLogChart chart : LogLogChart.of(series)) {
        int place = panels.size();
        panels.add(panel(chart, PANEL_WIDTH * (place % 2), PANEL_HEIGHT * (place / 2)));
      }
    }
    return new LogLogPicture(
        2 * PANEL_WIDTH, PANEL_HEIGHT * ((panels.size() + 1) / 2), List.copyOf(panels));
  }

  private static Panel panel(LogLogChart chart, int x, int y) {
    Scale across = Scale.of(chart, LogLogChart.Point::x, x + LEFT, x + PANEL_WIDTH - RIGHT);
    Scale up = Scale.of(chart, LogLogChart.Point::y, y + PANEL_HEIGHT - BOTTOM, y + TOP);
    List<Curve> curves = new ArrayList<>();
    for (LogLogChart.Line line : chart.lines()) {
      String colour = line.guide() ? GUIDE : COLOURS.get(curves.size() % COLOURS.size());
      String points =
          line.points().stream()
              .map(point -> across.place(point.x()) + "," + up.place(point.y()))
              .collect(Collectors.joining(" "));
      int legend = x + LEFT + 100 * curves.size();
      curves.add(new Curve(line.name(), colour, line.guide(), points, legend, y + TOP - 12));
    }
    return new Panel(chart, x + LEFT, y + TOP - 28, across, up, curves);
  }

  /**
   * One chart.
   *
   * @param chart what it shows
   * @param titleX where its title stands
   * @param titleY where its title stands
   * @param across the horizontal axis
   * @param up the vertical axis, which runs from below upward
   * @param curves its lines
   */
  record Panel(
      LogLogChart chart, int titleX, int titleY, Scale across, Scale up, List<Curve> curves) {}

  /**
   * One line.
   *
   * @param name in the legend
   * @param colour of the line
   * @param guide whether it is dashed and has no dots
   * @param points x,y pairs divided by spaces
   * @param legendX where its name stands
   * @param legendY where its name stands
   */
  record Curve(String name, String colour, boolean guide, String points, int legendX, int legendY) {

    List<String[]> dots() {
      return guide || points.isEmpty()
          ? List.of()
          : List.of(points.split(" ")).stream().map(pair -> pair.split(",", 2)).toList();
    }
  }

  /**
   * A logarithmic axis between two whole powers of ten.
   *
   * @param low power at its start
   * @param high power at its end
   * @param from coordinate of its start
   * @param to coordinate of its end
   */
  record Scale(int low, int high, int from, int to) {

    /** Decades by which a point may stand outside, where that spares an empty decade. */
    private static final double NEARLY = 0.03;

    static Scale of(
        LogLogChart chart, ToDoubleFunction<LogLogChart.Point> value, int from, int to) {
      double[] logs =
          chart.lines().stream()
              .flatMap(line -> line.points().stream())
              .mapToDouble(point -> Math.log10(value.applyAsDouble(point)))
              .sorted()
              .toArray();
      int low = logs.length == 0 ? 0 : (int) Math.floor(logs[0] + NEARLY);
      int high = logs.length == 0 ? 1 : (int) Math.ceil(logs[logs.length - 1] - NEARLY);
      return new Scale(low, Math.max(high, low + 1), from, to);
    }

    String place(double value) {
      return at(Math.log10(value));
    }

    private String at(double power) {
      double coordinate = from + (to - from) * (power - low) / (high - low);
      return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    List<Tick> ticks() {
      return IntStream.rangeClosed(low, high)
          .mapToObj(power -> new Tick(at(power), Integer.toString(power).replace('-', '−')))
          .toList();
    }
  }

  /**
   * A mark of an axis.
   *
   * @param at its coordinate
   * @param power of ten
   */
  record Tick(String at, String power) {}
}
