package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
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
    return Optional.of(new Script(StudySection.class, "study.js"));
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
    }
    return Optional.of(new Content("studies", "Measured", studies.get(0).heading(), blocks));
  }

  private static Block table(Study.Rows rows) {
    return new Table(
        rows.caption(),
        rows.columns(),
        rows.rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList());
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
    return choices.size() > 1 ? figure.withChoices(choices) : figure;
  }
}
