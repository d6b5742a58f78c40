package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Folded;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateSweep;
import org.retrograde.reports.record.RateTransfer;

/** A sweep over learning rates as a page like that of a run. */
public final class RateReport {

  /** Draws the curves. */
  static final Script SCRIPT = new Script(RateReport.class, "script/sweep.js");

  private RateReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(RateSweep sweep, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(sweep)));
  }

  static Page page(RateSweep sweep) {
    List<Content> sections = new ArrayList<>();
    sections.add(curves(sweep));
    sweep.transfers().forEach(transfer -> sections.add(transfer(sweep, transfer)));
    return Page.of(sweep.manifest(), verdict(sweep), sections, SCRIPT);
  }

  private static List<KeyFigure> verdict(RateSweep sweep) {
    List<KeyFigure> key = new ArrayList<>();
    List<CriterionFigure> figures =
        sweep.transfers().stream().flatMap(transfer -> transfer.figures().stream()).toList();
    if (!figures.isEmpty()) {
      key.add(CriteriaTable.keyFigure("Criteria", figures));
    }
    for (RateTransfer transfer : sweep.transfers()) {
      key.add(
          new KeyFigure(
              transfer.parametrization(),
              Numbers.percent(100 * worst(transfer).regret()),
              String.format(
                  Locale.ROOT,
                  "largest regret, at width %d; drift %s octaves a doubling",
                  worst(transfer).width(),
                  Numbers.signed(transfer.drift())),
              Tone.PLAIN));
    }
    return key;
  }

  private static RateCurve worst(RateTransfer transfer) {
    return transfer.curves().stream()
        .max((a, b) -> Double.compare(a.regret(), b.regret()))
        .orElseThrow(() -> new IllegalArgumentException("a sweep has at least one width"));
  }

  private static Content curves(RateSweep sweep) {
    List<Panel> panels =
        sweep.transfers().stream()
            .map(
                transfer ->
                    new Panel(
                        transfer.parametrization(),
                        baseRate(sweep, transfer),
                        transfer.curves().stream().map(RateReport::line).toList()))
            .toList();
    Block figure =
        Figure.of(
            "sweep",
            "chart-sweep",
            new Figure.Words(
                "Loss against learning rate, one line a width",
                String.format(
                    Locale.ROOT,
                    "The %s, averaged over seeds. Large dots are minima; the dashed line is the"
                        + " best rate of width %d, at which every width is judged. Points that"
                        + " diverged, or lie above four times the least loss, are left out.",
                    sweep.loss(),
                    sweep.baseWidth())),
            panels,
            null);
    return new Content("curves", "Loss", heading(sweep), List.of(figure));
  }

  private static String heading(RateSweep sweep) {
    boolean judged = sweep.transfers().stream().anyMatch(t -> !t.figures().isEmpty());
    if (!judged) {
      return "How the best learning rate follows the width";
    }
    return sweep.passed()
        ? "The best learning rate stays where it should, and moves where it should"
        : "Not every criterion is met";
  }

  private static double baseRate(RateSweep sweep, RateTransfer transfer) {
    return transfer.curves().stream()
        .filter(curve -> curve.width() == sweep.baseWidth())
        .mapToDouble(RateCurve::bestRate)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Line line(RateCurve curve) {
    return new Line(
        curve.width(),
        curve.bestRate(),
        curve.bestLoss(),
        curve.points().stream().map(point -> new Dot(point.rate(), point.loss())).toList());
  }

  private static Content transfer(RateSweep sweep, RateTransfer transfer) {
    List<Block> blocks = new ArrayList<>();
    if (!transfer.figures().isEmpty()) {
      blocks.add(
          CriteriaTable.of("Criteria for " + transfer.parametrization(), transfer.figures()));
    }
    blocks.add(widths(sweep, transfer));
    blocks.add(new Folded("Every loss of " + transfer.parametrization(), losses(transfer)));
    return new Content(
        "transfer-" + sweep.transfers().indexOf(transfer),
        transfer.parametrization(),
        "%s: the optimum moves by %s octaves where the width doubles"
            .formatted(transfer.parametrization(), Numbers.signed(transfer.drift())),
        blocks);
  }

  private static Table widths(RateSweep sweep, RateTransfer transfer) {
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
        "Optima under " + transfer.parametrization(),
        List.of(
            "width",
            "best rate",
            "optimum",
            "best loss",
            "at the best rate of width " + sweep.baseWidth(),
            "regret"),
        rows);
  }

  private static Table losses(RateTransfer transfer) {
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
    return new Table("Mean loss under " + transfer.parametrization(), header, rows);
  }

  /** One chart of several side by side. */
  private record Panel(String name, double baseRate, List<Line> lines) {}

  private record Line(int width, double bestRate, double bestLoss, List<Dot> points) {}

  private record Dot(double rate, double loss) {}
}
