package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;

/** What a run has measured beside tuning: tables and lines. */
final class StudySection implements Section {

  /** As many points of a line as stand in a table. */
  private static final int POINTS = 12;

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Studies.class);
  }

  @Override
  public Optional<Script> script() {
    return Optional.of(HeatMap.SCRIPT);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<Study> studies = record.results().all(Studies.class);
    if (studies.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    for (Study study : studies) {
      if (studies.size() > 1) {
        blocks.add(new Block.Paragraph(study.heading()));
      }
      blocks.add(new Block.Paragraph(study.words()));
      blocks.add(table(study.table()));
      for (int i = 0; i < study.charts().size(); i++) {
        blocks.add(chart(study.name() + "-" + i, study.charts().get(i)));
      }
      for (int i = 0; i < study.heatMaps().size(); i++) {
        blocks.add(heatMap(study.name() + "-heat-" + i, study.heatMaps().get(i)));
      }
    }
    return Optional.of(new Content("studies", "Measured", studies.get(0).heading(), blocks));
  }

  private static Block table(Study.Rows rows) {
    return new Table(
        rows.caption(),
        rows.columns(),
        rows.rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList());
  }

  private static Block heatMap(String id, Study.HeatMap map) {
    List<List<Cell>> rows = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < map.rows().size(); i++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.text(map.rows().get(i))));
      map.values().get(i).forEach(value -> row.add(Cell.number(value)));
      values.addAll(map.values().get(i));
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(map.columns());
    return Figure.of(
        HeatMap.CHART,
        "chart-study-" + id,
        new Figure.Words(map.heading(), map.explanation()),
        new HeatMap(
            map.rows(),
            map.columns(),
            map.what(),
            values,
            values.stream().map(StudySection::rounded).toList(),
            limit(values)),
        new Table(map.what(), header, rows));
  }

  /** The largest size that is told from larger ones: that of most, not that of the last. */
  private static double limit(List<Double> values) {
    List<Double> sizes = values.stream().filter(Double::isFinite).map(Math::abs).sorted().toList();
    return sizes.isEmpty() ? 1 : sizes.get((sizes.size() - 1) * 2 / 3);
  }

  private static String rounded(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.1f" : "%.0f", value)
            .replace('-', '−')
        : "×";
  }

  /** A part of the points of each line, the first and the last among them. */
  private static Table points(Study.Chart chart) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Study.Line line : chart.lines()) {
      int last = line.across().size() - 1;
      for (int i = 0; i <= Math.min(last, POINTS - 1); i++) {
        int at = (int) ((long) i * last / Math.max(1, Math.min(last, POINTS - 1)));
        rows.add(
            List.of(
                Cell.text(line.name()),
                Cell.number(line.across().get(at)),
                Cell.number(line.up().get(at)),
                Cell.text(line.signs().isEmpty() ? "" : sign(line.signs().get(at)))));
      }
    }
    return new Table(
        "Points of each line, %d at most".formatted(POINTS),
        List.of("line", chart.across(), chart.up(), "sign"),
        rows);
  }

  private static String sign(double value) {
    return value > 0 ? "above 0" : value < 0 ? "below 0" : "–";
  }

  private static Block chart(String id, Study.Chart chart) {
    Figure figure =
        Figure.of(
            "study",
            "chart-study-" + id,
            new Figure.Words(chart.heading(), chart.explanation()),
            chart,
            points(chart));
    List<Figure.Choice> choices =
        chart.lines().stream()
            .filter(line -> !line.signs().isEmpty())
            .map(line -> new Figure.Choice(line.name(), line.name()))
            .toList();
    return figure.withChoices(choices);
  }
}
