package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.MetaIteration;
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
    tuning(record.iterations()).ifPresent(out::println);
    for (SearchCurve curve : record.results().all(Searches.class)) {
      if (curve.points().isEmpty()) {
        out.printf("%-16s found nothing: every run diverged; narrow its bounds%n", curve.method());
      }
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

  /** Says what tuning has gained; nothing if nothing was tuned. */
  static Optional<String> tuning(List<MetaIteration> iterations) {
    List<MetaIteration> checked =
        iterations.stream().filter(iteration -> iteration.checkObjective() != null).toList();
    if (checked.isEmpty()) {
      return Optional.empty();
    }
    MetaIteration start = checked.get(0);
    MetaIteration best = start;
    for (MetaIteration iteration : checked) {
      best = iteration.best() ? iteration : best;
    }
    double before = Objects.requireNonNull(start.checkObjective());
    double after = Objects.requireNonNull(best.checkObjective());
    int last = iterations.get(iterations.size() - 1).iteration();
    return Optional.of(
        best.equals(start)
            ? String.format(
                Locale.ROOT,
                "tuning gained nothing: no iteration of %d is below the loss of its start, %.4f;"
                    + " see check, or a smaller tune.meta-optimizer.step",
                last,
                before)
            : String.format(
                Locale.ROOT,
                "tuning: loss %.4f -> %.4f on check seeds, by iteration %d of %d",
                before,
                after,
                best.iteration(),
                last));
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
