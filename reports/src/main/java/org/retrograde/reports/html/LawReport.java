package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.html.section.LawBlocks;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LawFile;

/** A law of the loss as a page like that of a run. */
public final class LawReport {

  private LawReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(LawFile law, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(law)));
  }

  static Page page(LawFile law) {
    double least = law.curves().stream().mapToDouble(LawCurve::explained).min().orElse(Double.NaN);
    KeyFigure key =
        new KeyFigure(
            "Least R²",
            String.format(Locale.ROOT, "%.4f", least),
            "of %d curves".formatted(law.curves().size()),
            Tone.PLAIN);
    Content content =
        new Content(
            "law",
            "Law of the loss",
            "%s explains at least %.2f %% of each curve".formatted(law.law().law(), 100 * least),
            List.of(LawBlocks.curves(law.curves()), LawBlocks.numbers(law.law())));
    return Page.of(law.manifest(), List.of(key), List.of(content), LawBlocks.SCRIPT);
  }
}
