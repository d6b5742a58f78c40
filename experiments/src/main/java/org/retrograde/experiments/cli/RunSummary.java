package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchVerdict;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;

/** The figures of a run that a terminal has room for. */
final class RunSummary {

  private RunSummary() {}

  static void print(RunRecord record, PrintWriter out) {
    for (GridPoint point : record.results().all(Grid.class)) {
      if (point.winner()) {
        out.printf(
            Locale.ROOT,
            "best %-10s learning rate %.3f, momentum %.2f: loss %.4f%n",
            point.arm(),
            point.learningRate(),
            point.momentum(),
            point.meanLoss());
      }
    }
    record
        .results()
        .find(ReversalProof.class)
        .ifPresent(
            proof ->
                out.printf(
                    "reversal over %d steps: %s%n",
                    proof.steps(), proof.exact() ? "exact" : "NOT EXACT"));
    for (SearchCurve curve : record.results().all(Searches.class)) {
      SearchVerdict verdict = curve.verdict();
      if (verdict != null) {
        out.printf(
            Locale.ROOT,
            "%-16s %d numbers, %.0f runs, %.1f s: loss %.4f on %d unseen seeds%n",
            curve.method(),
            curve.numbers(),
            curve.runs(),
            curve.seconds(),
            mean(verdict.losses()),
            verdict.losses().size());
      }
    }
    printTransfer(record.results().all(Transfer.class), out);
    for (PublishedFigure figure : record.results().all(Published.class)) {
      out.printf(
          Locale.ROOT,
          "%-24s %.4g, published %s: %s%n",
          figure.name(),
          figure.ours(),
          figure.published(),
          figure.agrees() ? "agrees" : "differs");
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
  }

  private static void printTransfer(List<TransferRun> runs, PrintWriter out) {
    if (runs.isEmpty()) {
      return;
    }
    Set<String> arms = new LinkedHashSet<>();
    Set<Integer> widths = new TreeSet<>();
    runs.forEach(
        run -> {
          arms.add(run.arm());
          widths.add(run.width());
        });
    int label = Math.max(12, 1 + arms.stream().mapToInt(String::length).max().orElse(0));
    String column = "%-" + label + "s";
    out.printf("mean validation loss%n" + column, "width");
    widths.forEach(width -> out.printf("%10d", width));
    out.println();
    for (String arm : arms) {
      out.printf(column, arm);
      for (int width : widths) {
        double mean =
            runs.stream()
                .filter(run -> run.arm().equals(arm) && run.width() == width)
                .mapToDouble(TransferRun::validationLoss)
                .average()
                .orElse(Double.NaN);
        out.printf(Locale.ROOT, "%10.4f", mean);
      }
      out.println();
    }
  }
}
