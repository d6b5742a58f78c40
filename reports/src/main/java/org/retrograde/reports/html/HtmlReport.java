package org.retrograde.reports.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Path;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.RunRecord;

/**
 * The report of one run as a single page.
 *
 * <p>The page holds its styles, its scripts and its data; it asks for nothing outside itself and
 * forbids itself to (a content security policy names the hash of each script). It shows a section
 * only where the record has data for it.
 */
public final class HtmlReport {

  private static final String TEMPLATE = "report.jte";

  private HtmlReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param record what the run recorded; nothing in it is trusted to be free of HTML
   * @param file the page to create or replace, about 1 MB; its directory must exist
   * @throws IOException if the page cannot be written; an earlier page is then still there
   */
  public static void write(RunRecord record, Path file) throws IOException {
    AtomicFile.write(file, render(record));
  }

  /**
   * Writes the page of a run that goes on, which says how far it is and loads itself again.
   *
   * @throws IOException if the page cannot be written; an earlier page is then still there
   */
  public static void write(RunRecord record, Ongoing ongoing, Path file) throws IOException {
    AtomicFile.write(file, render(Page.of(record).with(ongoing)));
  }

  static String render(RunRecord record) {
    return render(Page.of(record));
  }

  static String render(Page page) {
    StringOutput output = new StringOutput();
    templates().render(TEMPLATE, page, output);
    return output.toString();
  }

  /** The templates, compiled with the program. */
  private static TemplateEngine templates() {
    Class<?> here = HtmlReport.class;
    return TemplateEngine.createPrecompiled(
        null, ContentType.Html, here.getClassLoader(), here.getPackageName());
  }
}
