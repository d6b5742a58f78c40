package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Growth;
import org.retrograde.reports.record.GrowthPoint;
import org.retrograde.reports.record.GrowthSeries;
import org.retrograde.reports.record.GrowthSeries.Axis;

/** How time and memory of a hypergradient grow along one axis of size. */
final class GrowthContent {

  private GrowthContent() {}

  static Content of(Growth growth, GrowthSeries series) {
    String axis = series.axis().word();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(words(growth, series)));
    for (LogLogChart chart : LogLogChart.of(series)) {
      blocks.add(chart.figure("Both axes are logarithmic; a dashed line has the slope 1."));
    }
    blocks.add(table(series));
    return new Content(axis, capitalized(axis), heading(series), blocks);
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String heading(GrowthSeries series) {
    return Double.isNaN(series.backExponent())
        ? "Time and memory at one number of " + series.axis().word()
        : "Time grows as %s to the power %s forward and %s back"
            .formatted(
                series.axis().word(),
                Numbers.figure(series.forwardExponent()),
                Numbers.figure(series.backExponent()));
  }

  private static String words(Growth growth, GrowthSeries series) {
    return String.format(
        Locale.ROOT,
        "One hypergradient at each size, every step undone, of %s, %,d rows a step. Forward is"
            + " training and the gradient of the final loss; back is the way back with all"
            + " derivatives. Memory is that of the card where arrays are on one, else live heap"
            + " after a collection and native memory, at its largest on the way back, beyond"
            + " the data. What grows with the steps goes to disk: spilled words and logs of"
            + " decays beyond %s, and once they are many, the coefficients of every step and"
            + " parameter group with the derivatives with respect to them, losses and norms.",
        series.network(),
        series.batch(),
        Numbers.bytes(growth.spillBytes()));
  }

  private static Table table(GrowthSeries series) {
    return new Table(
        "One hypergradient by number of " + series.axis().word(),
        List.of(
            series.axis().word(), "forward, s", "back, s", "memory, MB", "on disk, MB", "reversal"),
        series.points().stream().map(point -> row(series.axis(), point)).toList());
  }

  private static List<Cell> row(Axis axis, GrowthPoint point) {
    return List.of(
        Cell.number(Numbers.countOrFigure((double) axis.of(point))),
        time(axis, point, point.forwardSeconds()),
        time(axis, point, point.backSeconds()),
        Cell.number(Numbers.megabytes(point.memoryBytes())),
        Cell.number(Numbers.megabytes(point.fileBytes())),
        Cell.text(point.exact() ? "✓\u00a0exact" : "✗\u00a0not exact")
            .toned(Tone.of(point.exact())));
  }

  /** Seconds, and beneath them what one unit of the axis takes. */
  private static Cell time(Axis axis, GrowthPoint point, double seconds) {
    double step = seconds / point.steps();
    return Cell.number(seconds)
        .withDetail(
            axis == Axis.STEPS
                ? Numbers.figure(1e3 * step) + " ms a step"
                : Numbers.figure(1e9 * step / point.parameters()) + " ns a parameter and step");
  }
}
