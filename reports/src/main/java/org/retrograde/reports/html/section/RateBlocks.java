package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateTransfer;

/** Loss against learning rate at several widths: charts side by side, and tables of each. */
public final class RateBlocks {

  /** Draws the charts. */
  public static final Script SCRIPT = new Script(RateBlocks.class, "sweep.js");

  private RateBlocks() {}

  /**
   * Charts of several sweeps, all on the same axes.
   *
   * @param loss what the losses are, for people
   * @param baseWidth at whose best rate the other widths are judged
   * @param panels sweeps by what they are called, at least one, in the order to draw them
   */
  public static Block chart(String loss, int baseWidth, Map<String, RateTransfer> panels) {
    return Figure.of(
        "sweep",
        "chart-sweep",
        new Figure.Words(
            "Loss against learning rate, one line a width",
            String.format(
                Locale.ROOT,
                "The %s, averaged over seeds. Large dots are minima; the dashed line is the"
                    + " best rate of width %d, at which every width is judged. Points that"
                    + " diverged, or lie above four times the least loss, are left out.",
                loss,
                baseWidth)),
        panels.entrySet().stream()
            .map(panel -> panel(panel.getKey(), baseWidth, panel.getValue()))
            .toList(),
        null);
  }

  private static Panel panel(String name, int baseWidth, RateTransfer transfer) {
    double baseRate =
        transfer.curves().stream()
            .filter(curve -> curve.width() == baseWidth)
            .mapToDouble(RateCurve::bestRate)
            .findFirst()
            .orElse(Double.NaN);
    return new Panel(name, baseRate, transfer.curves().stream().map(RateBlocks::line).toList());
  }

  private static Line line(RateCurve curve) {
    return new Line(
        curve.width(),
        curve.bestRate(),
        curve.bestLoss(),
        curve.points().stream().map(point -> new Dot(point.rate(), point.loss())).toList());
  }

  /** A row a width: its best rate, and what the base width's best rate costs there. */
  public static Table widths(String name, int baseWidth, RateTransfer transfer) {
    List<List<Cell>> rows =
        transfer.curves().stream()
            .map(
                curve ->
                    List.of(
                        Cell.number(Integer.toString(curve.width())),
                        Cell.number(Numbers.setting(curve.bestRate()))
                            .withDetail(curve.inside() ? "" : "on the edge"),
                        Cell.number(curve.optimum()),
                        Cell.number(curve.bestLoss()),
                        Cell.number(curve.lossAtBaseRate()),
                        Cell.number(Numbers.percent(100 * curve.regret()))))
            .toList();
    return new Table(
        "Optima under " + name,
        List.of(
            "width",
            "best rate",
            "optimum",
            "best loss",
            "at the best rate of width " + baseWidth,
            "regret"),
        rows);
  }

  /** Every loss, a row a rate and a column a width. */
  public static Folded losses(String name, RateTransfer transfer) {
    List<String> header = new ArrayList<>(List.of("learning rate"));
    transfer.curves().forEach(curve -> header.add("width " + curve.width()));
    List<List<Cell>> rows = new ArrayList<>();
    int count = transfer.curves().get(0).points().size();
    for (int i = 0; i < count; i++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(Numbers.setting(transfer.curves().get(0).points().get(i).rate())));
      for (RateCurve curve : transfer.curves()) {
        double loss = curve.points().get(i).loss();
        row.add(Double.isFinite(loss) ? Cell.number(loss) : Cell.text("diverged"));
      }
      rows.add(row);
    }
    return new Folded("Every loss of " + name, new Table("Mean loss under " + name, header, rows));
  }

  /** One chart of several side by side. */
  private record Panel(String name, double baseRate, List<Line> lines) {}

  private record Line(int width, double bestRate, double bestLoss, List<Dot> points) {}

  private record Dot(double rate, double loss) {}
}
