package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.Growth;
import org.retrograde.reports.record.GrowthPoint;
import org.retrograde.reports.record.GrowthSeries;

/** A measurement of growth as a page like that of a run. */
public final class GrowthReport {

  private GrowthReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(Growth growth, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(growth)));
  }

  private static Page page(Growth growth) {
    List<Content> sections = new ArrayList<>();
    List<KeyFigure> verdict = new ArrayList<>();
    for (GrowthSeries series : growth.series()) {
      sections.add(GrowthContent.of(growth, series));
      if (!Double.isNaN(series.backExponent())) {
        verdict.add(keyFigure(series));
      }
    }
    return Page.of(growth.manifest(), verdict, sections, LogLogChart.SCRIPT);
  }

  private static KeyFigure keyFigure(GrowthSeries series) {
    GrowthPoint last = series.points().get(series.points().size() - 1);
    return new KeyFigure(
        "Exponent of time in " + series.axis().word(),
        Numbers.figure(series.backExponent()),
        String.format(
            Locale.ROOT,
            "back; %s forward; up to %,d %s",
            Numbers.figure(series.forwardExponent()),
            series.axis().of(last),
            series.axis().word()),
        Tone.PLAIN);
  }
}
