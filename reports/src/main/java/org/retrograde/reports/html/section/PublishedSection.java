package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.RunRecord;

/** What others published, beside what this run found. */
final class PublishedSection implements Section {

  @Override
  public Part part() {
    return Part.OUTCOME;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Published.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<PublishedFigure> figures = record.results().all(Published.class);
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content(
                "published",
                "Published",
                claim(figures),
                List.of(
                    new Table(
                        "Published figures beside those of this run",
                        List.of("figure", "published", "this run", "agrees if", "outcome", "words"),
                        figures.stream().map(PublishedSection::row).toList()))));
  }

  private static String claim(List<PublishedFigure> figures) {
    String differing = differing(figures);
    return differing.isEmpty()
        ? "This run agrees with what was published"
        : "This run differs from what was published in: " + differing;
  }

  private static String differing(List<PublishedFigure> figures) {
    return figures.stream()
        .filter(figure -> !figure.agrees())
        .map(PublishedFigure::name)
        .collect(Collectors.joining("; "));
  }

  private static List<Cell> row(PublishedFigure figure) {
    return List.of(
        Cell.text(figure.name()),
        Cell.number(figure.published()).withDetail(figure.source()),
        Cell.number(Double.isNaN(figure.ours()) ? "–" : Numbers.figure(figure.ours())),
        Cell.number(Numbers.range(figure.least(), figure.most())),
        Cell.text(figure.agrees() ? "✓\u00a0agrees" : "✗\u00a0differs")
            .toned(Tone.of(figure.agrees())),
        Cell.text(figure.sentence()));
  }

  /** How many figures agree. */
  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    List<PublishedFigure> figures = record.results().all(Published.class);
    if (figures.isEmpty()) {
      return List.of();
    }
    String differing = differing(figures);
    long agreeing = figures.stream().filter(PublishedFigure::agrees).count();
    return List.of(
        new KeyFigure(
            "Published figures",
            String.format(Locale.ROOT, "%d of %d agree", agreeing, figures.size()),
            differing.isEmpty() ? "all agree" : "differing: " + differing,
            Tone.of(differing.isEmpty())));
  }
}
