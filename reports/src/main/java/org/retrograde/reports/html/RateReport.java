package org.retrograde.reports.html;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.html.section.RateBlocks;
import org.retrograde.reports.record.AtomicFile;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateSweep;
import org.retrograde.reports.record.RateTransfer;

/** A sweep over learning rates as a page like that of a run. */
public final class RateReport {

  private RateReport() {}

  /**
   * Writes the page, replacing an earlier one atomically.
   *
   * @param file the page to create or replace; its directory must exist
   * @throws IOException if it cannot be written; an earlier page is then still there
   */
  public static void write(RateSweep sweep, Path file) throws IOException {
    AtomicFile.write(file, HtmlReport.render(page(sweep)));
  }

  static Page page(RateSweep sweep) {
    List<Content> sections = new ArrayList<>();
    sections.add(curves(sweep));
    sweep.transfers().forEach(transfer -> sections.add(transfer(sweep, transfer)));
    return Page.of(sweep.manifest(), verdict(sweep), sections, RateBlocks.SCRIPT);
  }

  private static List<KeyFigure> verdict(RateSweep sweep) {
    List<KeyFigure> key = new ArrayList<>();
    List<CriterionFigure> figures =
        sweep.transfers().stream().flatMap(transfer -> transfer.figures().stream()).toList();
    if (!figures.isEmpty()) {
      key.add(CriteriaTable.keyFigure("Criteria", figures));
    }
    for (RateTransfer transfer : sweep.transfers()) {
      key.add(
          new KeyFigure(
              transfer.parametrization(),
              Numbers.percent(100 * worst(transfer).regret()),
              String.format(
                  Locale.ROOT,
                  "largest regret, at width %d; drift %s octaves a doubling",
                  worst(transfer).width(),
                  Numbers.signed(transfer.drift())),
              Tone.PLAIN));
    }
    return key;
  }

  private static RateCurve worst(RateTransfer transfer) {
    return transfer.curves().stream()
        .max((a, b) -> Double.compare(a.regret(), b.regret()))
        .orElseThrow(() -> new IllegalArgumentException("a sweep has at least one width"));
  }

  private static Content curves(RateSweep sweep) {
    Map<String, RateTransfer> panels = new LinkedHashMap<>();
    sweep.transfers().forEach(transfer -> panels.put(transfer.parametrization(), transfer));
    Block figure = RateBlocks.chart(sweep.loss(), sweep.baseWidth(), panels);
    return new Content("curves", "Loss", heading(sweep), List.of(figure));
  }

  private static String heading(RateSweep sweep) {
    boolean judged = sweep.transfers().stream().anyMatch(t -> !t.figures().isEmpty());
    if (!judged) {
      return "How the best learning rate follows the width";
    }
    return sweep.passed()
        ? "The best learning rate stays where it should, and moves where it should"
        : "Not every criterion is met";
  }

  private static Content transfer(RateSweep sweep, RateTransfer transfer) {
    List<Block> blocks = new ArrayList<>();
    if (!transfer.figures().isEmpty()) {
      blocks.add(
          CriteriaTable.of("Criteria for " + transfer.parametrization(), transfer.figures()));
    }
    blocks.add(RateBlocks.widths(transfer.parametrization(), sweep.baseWidth(), transfer));
    blocks.add(RateBlocks.losses(transfer.parametrization(), transfer));
    return new Content(
        "transfer-" + sweep.transfers().indexOf(transfer),
        transfer.parametrization(),
        "%s: the optimum moves by %s octaves where the width doubles"
            .formatted(transfer.parametrization(), Numbers.signed(transfer.drift())),
        blocks);
  }
}
