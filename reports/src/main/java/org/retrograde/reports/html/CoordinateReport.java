package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates;

/** A coordinate check as a page like that of a run. */
public final class CoordinateReport {

  private CoordinateReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(Coordinates check, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(check)));
  }

  static Page page(Coordinates check) {
    List<Content> sections = new ArrayList<>();
    sections.add(verdict(check));
    sections.add(sizes(check));
    List<KeyFigure> key = new ArrayList<>();
    key.add(UncertainTable.keyFigure("Criteria", check.figures()));
    if (!check.faults().isEmpty()) {
      Coordinates.Fault fault = check.faults().get(0);
      key.add(new KeyFigure("At fault", fault.tensor(), fault.reason(), Tone.BAD));
    } else if (!check.advice().isEmpty()) {
      key.add(new KeyFigure("At fault", "cannot tell", check.advice(), Tone.BAD));
    }
    return Page.of(check.manifest(), key, sections, LogLogChart.SCRIPT);
  }

  private static Content verdict(Coordinates check) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            String.format(
                Locale.ROOT,
                "%s; %ss %s, %d seeds, the first %d steps. Figures are slopes: 0 is a size that"
                    + " stays as the network gets larger, 1 one that grows in proportion. Beside"
                    + " each stands how far chance may have moved it: a figure fails if it is"
                    + " outside its limits by more than that.",
                check.parametrization(),
                check.axis(),
                check.values(),
                check.seeds(),
                check.steps())));
    if (!check.advice().isEmpty()) {
      blocks.add(new Block.Paragraph("Cannot tell: " + check.advice()));
    }
    if (!check.faults().isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "What is at fault, the likeliest first; the others may follow from it."));
      blocks.add(
          new Block.Bullets(
              check.faults().stream().map(f -> f.tensor() + ": " + f.reason()).toList()));
    }
    blocks.add(UncertainTable.of("Criteria of the coordinate check", check.figures()));
    return new Content("verdict", "Verdict", heading(check), blocks);
  }

  private static String heading(Coordinates check) {
    if (check.passed()) {
      return "Every layer moves by as much at every " + check.axis();
    }
    if (!check.faults().isEmpty()) {
      return "What moves with the %s: ".formatted(check.axis())
          + check.faults().get(0).tensor()
          + " is at fault";
    }
    return check.advice().isEmpty() ? "The check failed" : "The check cannot tell";
  }

  private static Content sizes(Coordinates check) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        chart(check, Measure.CHANGE, 1, "change-1", "Changes by the first step")
            .figure("Mean |z₁ − z₀| of each layer's pre-activations; flat is right."));
    if (check.steps() > 1) {
      String title = String.format(Locale.ROOT, "Changes by step %d", check.steps());
      blocks.add(
          chart(check, Measure.CHANGE, check.steps(), "change-last", title)
              .figure("Mean |zₜ − z₀| of each layer's pre-activations; flat is right."));
    }
    blocks.add(
        chart(check, Measure.OWN_CHANGE, 1, "own", "What each tensor's first step does alone")
            .figure(
                "Mean change of a tensor's own layer, all else being at the start; flat is right."
                    + " A line that is not flat names the tensor at fault."));
    blocks.add(
        chart(check, Measure.SIZE, 0, "start", "Sizes at the start")
            .figure(
                check.axis().equals("width")
                    ? "Mean |z₀|; flat is right for hidden layers, a fall as width to the power"
                        + " −1/2 for the output."
                    : "Mean |z₀|; flat is right."));
    blocks.add(table(check));
    return new Content("sizes", "Sizes", "How sizes follow the " + check.axis(), blocks);
  }

  private static LogLogChart chart(
      Coordinates check, Measure measure, int step, String id, String title) {
    List<LogLogChart.Line> lines =
        check.series().stream()
            .filter(series -> series.measure() == measure && series.step() == step)
            .map(series -> line(check.values(), series))
            .filter(line -> !line.points().isEmpty())
            .toList();
    String axis = check.axis() + " of the network";
    return new LogLogChart(id, title, axis, "mean magnitude", lines);
  }

  private static LogLogChart.Line line(List<Integer> values, CoordinateSeries series) {
    List<LogLogChart.Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (Numbers.hasLog(series.sizes().get(i))) {
        points.add(new LogLogChart.Point(values.get(i), series.sizes().get(i)));
      }
    }
    return new LogLogChart.Line(series.name(), false, points);
  }

  private static Table table(Coordinates check) {
    List<String> header = new ArrayList<>(List.of("size", "slope", "standard error"));
    check.values().forEach(value -> header.add(check.axis() + " " + value));
    List<List<Cell>> rows = new ArrayList<>();
    for (CoordinateSeries series : check.series()) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(name(series)));
      row.add(Cell.number(Numbers.signed(series.slope())));
      row.add(Cell.number(series.error()));
      series.sizes().forEach(size -> row.add(Cell.number(size)));
      rows.add(row);
    }
    return new Table("Mean magnitudes by " + check.axis(), header, rows);
  }

  private static String name(CoordinateSeries series) {
    return switch (series.measure()) {
      case SIZE -> String.format(Locale.ROOT, "%s, step %d", series.name(), series.step());
      case CHANGE ->
          String.format(Locale.ROOT, "change of %s, step %d", series.name(), series.step());
      case OWN_CHANGE -> "first change by %s alone".formatted(series.name());
    };
  }
}
