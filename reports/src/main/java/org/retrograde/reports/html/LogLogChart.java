package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.record.GrowthPoint;
import org.retrograde.reports.record.GrowthSeries;
import org.retrograde.reports.record.GrowthSeries.Axis;

/**
 * A chart with two logarithmic axes.
 *
 * @param id anchor
 * @param title what it shows
 * @param horizontal name of the horizontal axis
 * @param vertical name of the vertical axis
 * @param lines what is drawn, points from left to right
 */
record LogLogChart(String id, String title, String horizontal, String vertical, List<Line> lines) {

  /** Draws such charts. */
  static final Script SCRIPT = new Script(LogLogChart.class, "script/growth.js");

  LogLogChart {
    lines = List.copyOf(lines);
  }

  /** The charts of a series: time, then memory. */
  static List<LogLogChart> of(GrowthSeries series) {
    Axis axis = series.axis();
    String name = axis.word();
    Line back = line("back", series, GrowthPoint::backSeconds);
    List<Line> times = new ArrayList<>();
    times.add(line("forward", series, GrowthPoint::forwardSeconds));
    times.add(back);
    if (back.points().size() > 1) {
      times.add(slopeOne(back));
    }
    List<Line> memory = new ArrayList<>();
    memory.add(line("memory", series, point -> point.memoryBytes() / 1e6));
    memory.add(line("on disk", series, point -> point.fileBytes() / 1e6));
    memory.removeIf(line -> line.points().isEmpty());
    return List.of(
        new LogLogChart(
            name + "-time", "Time against " + name, "number of " + name, "seconds", times),
        new LogLogChart(
            name + "-memory", "Memory against " + name, "number of " + name, "MB", memory));
  }

  /** Puts the chart on a page. */
  Figure figure(String explanation) {
    return Figure.of("growth", "chart-" + id, new Figure.Words(title, explanation), this, null);
  }

  private static Line line(String name, GrowthSeries series, ToDoubleFunction<GrowthPoint> value) {
    return new Line(
        name,
        false,
        series.points().stream()
            .map(point -> new Point(series.axis().of(point), value.applyAsDouble(point)))
            .filter(point -> Numbers.hasLog(point.y()))
            .toList());
  }

  /** A line of slope 1 that ends where another does. */
  private static Line slopeOne(Line line) {
    Point first = line.points().get(0);
    Point last = line.points().get(line.points().size() - 1);
    return new Line(
        "slope 1", true, List.of(new Point(first.x(), last.y() * first.x() / last.x()), last));
  }

  /**
   * One line.
   *
   * @param name in the legend
   * @param guide whether it is a guide for the eye, and no data
   * @param points from left to right, both coordinates above 0
   */
  record Line(String name, boolean guide, List<Point> points) {

    Line {
      points = List.copyOf(points);
    }
  }

  /** A point, both coordinates above 0. */
  record Point(double x, double y) {}
}
