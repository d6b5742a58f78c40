package org.retrograde.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.retrograde.reports.html.RangeReport;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.RateRange;

/** What a range test writes and prints. */
final class RangeTestOutput {

  private RangeTestOutput() {}

  /** Writes the record and the page; returns the page. */
  static Path write(RateRange test, ClaimedFolder folder) throws IOException {
    AtomicFile.write(folder.resolve("range-test.json"), test.toJson());
    Path page = folder.resolve("range-test.html");
    RangeReport.write(test, page);
    return page;
  }

  static void print(RateRange test, Path page, PrintWriter printer) {
    RateRange.Dot last = test.dots().get(test.dots().size() - 1);
    printer.printf(
        Locale.ROOT,
        "stopped at rate %.4g after %d steps: %s%n",
        last.rate(),
        test.dots().size(),
        test.end());
    if (test.suggestions().isEmpty()) {
      printer.println("the loss never fell, so no rate is suggested; try a lower --from");
    } else {
      printer.printf(
          "%-36s %11s %11s %17s%n", "rule", "peak rate", "final loss", "d loss/d log rate");
    }
    for (RateRange.Suggestion suggestion : test.suggestions()) {
      printer.printf(
          Locale.ROOT,
          "%-36s %11.4g %11.4f %17.4g  %s%n",
          suggestion.rule(),
          suggestion.rate(),
          suggestion.finalLoss(),
          suggestion.byLogRate(),
          Double.isNaN(suggestion.byLogRate())
              ? "diverges"
              : suggestion.byLogRate() > 0 ? "too large" : "too small");
    }
    printer.println(page.toAbsolutePath());
  }
}
