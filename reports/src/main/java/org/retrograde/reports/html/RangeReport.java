package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.RateRange;

/** A learning-rate range test as a page like that of a run. */
public final class RangeReport {

  /** Draws the test. */
  static final Script SCRIPT = new Script(RangeReport.class, "section/range.js");

  private RangeReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(RateRange test, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(test)));
  }

  static Page page(RateRange test) {
    return Page.of(test.manifest(), verdict(test), List.of(content(test)), SCRIPT);
  }

  private static List<KeyFigure> verdict(RateRange test) {
    List<KeyFigure> key = new ArrayList<>();
    for (RateRange.Suggestion suggestion : test.suggestions()) {
      key.add(
          new KeyFigure(
              suggestion.rule(), Numbers.setting(suggestion.rate()), says(suggestion), Tone.PLAIN));
    }
    return key;
  }

  /** What the exact derivative says of a rate. */
  private static String says(RateRange.Suggestion suggestion) {
    if (!Double.isFinite(suggestion.byLogRate())) {
      return "a whole run diverges";
    }
    return "a whole run would rather have it "
        + (suggestion.byLogRate() > 0 ? "smaller" : "larger");
  }

  private static Content content(RateRange test) {
    Figure figure =
        Figure.of(
            "range",
            "chart-range",
            new Figure.Words(
                "Loss while the learning rate rises",
                "One run whose rate rises by the same factor at every step, up to where %s. Dots are"
                        .formatted(test.end())
                    + " minibatches, the line their exponential mean; dashed lines are suggested"
                    + " rates."),
            test,
            null);
    List<List<Cell>> rows =
        test.suggestions().stream()
            .map(
                suggestion ->
                    List.of(
                        Cell.text(suggestion.rule()),
                        Cell.number(Numbers.setting(suggestion.rate())),
                        Double.isFinite(suggestion.finalLoss())
                            ? Cell.number(suggestion.finalLoss())
                            : Cell.text("diverged"),
                        Double.isFinite(suggestion.byLogRate())
                            ? Cell.number(Numbers.signed(suggestion.byLogRate()))
                            : Cell.text("none")))
            .toList();
    Table table =
        new Table(
            "Whole runs at the suggested rates",
            List.of("rule", "peak rate", "final loss", "d loss / d log rate"),
            rows);
    return new Content(
        "range",
        "Range test",
        test.suggestions().isEmpty()
            ? "The loss never fell, so no rate is suggested"
            : "What the test suggests, and what the exact derivative says of it",
        List.of(figure, table));
  }
}
