package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import org.retrograde.reports.html.comparison.ComparedPage;
import org.retrograde.reports.html.comparison.Comparison;
import org.retrograde.reports.record.AtomicFile;

/** Runs beside each other as a page like that of a run. */
public final class CompareReport {

  private CompareReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(Comparison comparison, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(comparison)));
  }

  static Page page(Comparison comparison) {
    return Page.of(
        comparison.manifest(),
        ComparedPage.keyFigures(comparison),
        ComparedPage.sections(comparison),
        ComparedPage.SCRIPT);
  }
}
