package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.retrograde.experiments.records.TuningGain;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.PublishedTransfer;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchVerdict;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.Sweeps;
import org.retrograde.reports.record.SweptRates;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reports.statistics.Spread;

/** The figures of a run that a terminal has room for. */
final class RunSummary {

  private RunSummary() {}

  static void print(RunRecord record, PrintWriter out) {
    grid(record.results().all(Grid.class)).forEach(out::println);
    record
        .results()
        .find(ReversalProof.class)
        .ifPresent(
            proof ->
                out.printf(
                    "reversal over %d steps: %s%n",
                    proof.steps(), proof.exact() ? "exact" : "NOT EXACT"));
    tuning(record.iterations()).ifPresent(out::println);
    record.results().all(Searches.class).forEach(curve -> print(curve, out));
    Optional<LossUnit> unit = record.results().find(LossUnit.class);
    judged(record.results().all(Judged.class), unit).forEach(out::println);
    tasks(record.results().all(Tasks.class)).forEach(out::println);
    record.results().find(Landscape.class).map(RunSummary::landscape).ifPresent(out::println);
    printTransfer(record.results().all(Transfer.class), unit, out);
    record.results().all(Sweeps.class).stream().map(RunSummary::sweep).forEach(out::println);
    for (PublishedFigure figure : record.results().all(Published.class)) {
      out.printf(
          Locale.ROOT,
          "%-24s %.4g, published %s: %s%n",
          figure.name(),
          figure.ours(),
          figure.published(),
          figure.agrees() ? "agrees" : "differs");
    }
    record.results().find(Baseline.class).map(RunSummary::costs).ifPresent(out::println);
    record
        .results()
        .find(Headline.class)
        .ifPresent(headline -> headline(headline).forEach(out::println));
  }

  /** Returns what tuning and the baseline beside it cost. */
  static String costs(Baseline baseline) {
    return "cost of tuning %s; of the baseline %s%s"
        .formatted(
            cost(baseline.tuning()),
            cost(baseline.cost()),
            baseline.endsAtTheEdge()
                ? String.format(
                    Locale.ROOT, ", whose best rate, %.3g, is at the edge", baseline.best())
                : "");
  }

  private static String cost(Baseline.Cost cost) {
    return String.format(Locale.ROOT, "%,.0f trainings, %.1f s", cost.trainings(), cost.seconds());
  }

  /** Returns the figure that a run is summed up in, and what may be concluded from it. */
  static List<String> headline(Headline headline) {
    List<String> lines = new ArrayList<>(List.of(figure(headline)));
    if (!headline.tuned().isEmpty()) {
      lines.add(headline.verdictWords().replace("±", "+-"));
    }
    lines.add(headline.rowsWords());
    return lines;
  }

  private static String figure(Headline headline) {
    List<String> parts = new ArrayList<>();
    if (headline.tuned().isEmpty()) {
      parts.add(headline.shown(headline.start()));
    } else {
      parts.add(headline.shown(headline.start()) + " before tuning");
      parts.add(headline.shown(headline.tuned()) + " after");
    }
    if (!headline.baseline().isEmpty()) {
      parts.add(headline.shown(headline.baseline()) + " with the baseline");
    }
    if (Double.isFinite(headline.constant())) {
      parts.add(headline.shown(List.of(headline.constant())) + " by a constant answer");
    }
    return "%s on %d unseen seeds: %s"
        .formatted(headline.name(), headline.start().size(), String.join(", ", parts));
  }

  /** Returns the best point of each arm of a grid. */
  static List<String> grid(List<GridPoint> points) {
    List<String> lines = new ArrayList<>();
    for (String arm : points.stream().map(GridPoint::arm).distinct().toList()) {
      lines.add(
          points.stream()
              .filter(point -> point.winner() && point.arm().equals(arm))
              .findFirst()
              .map(
                  best ->
                      String.format(
                          Locale.ROOT,
                          "best %-10s learning rate %.3g, momentum %.2f: loss %s",
                          arm,
                          best.learningRate(),
                          best.momentum(),
                          Digits.of(best.meanLoss())))
              .orElse(
                  "%s: every run of the grid diverged; lower grid.learning-rates".formatted(arm)));
    }
    return lines;
  }

  private static void print(SearchCurve curve, PrintWriter out) {
    if (curve.points().isEmpty()) {
      out.printf("%-16s found nothing: every run diverged; narrow its bounds%n", curve.method());
    }
    SearchVerdict verdict = curve.verdict();
    if (verdict != null) {
      out.printf(
          Locale.ROOT,
          "%-16s %d numbers, %.0f runs, %.1f s: validation loss %s on %d unseen seeds%n",
          curve.method(),
          curve.numbers(),
          curve.runs(),
          curve.seconds(),
          Spread.of(verdict.losses()).words(),
          verdict.losses().size());
    }
  }

  /** Returns how each of the judged settings does. */
  static List<String> judged(List<JudgedRun> runs, Optional<LossUnit> unit) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    runs.forEach(run -> put(losses, run.settings(), List.of(run.validation().loss())));
    return onUnseenSeeds(losses, "validation loss", unit);
  }

  /** Returns how each way of sharing does, over its tasks. */
  static List<String> tasks(List<TaskResult> tasks) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    tasks.forEach(task -> put(losses, task.arm(), task.losses()));
    return onUnseenSeeds(losses, "loss over its tasks", Optional.empty());
  }

  private static void put(Map<String, List<Double>> losses, String name, List<Double> more) {
    losses.computeIfAbsent(name, key -> new ArrayList<>()).addAll(more);
  }

  private static List<String> onUnseenSeeds(
      Map<String, List<Double>> losses, String what, Optional<LossUnit> unit) {
    return losses.entrySet().stream()
        .map(arm -> onUnseenSeeds(arm.getKey(), Spread.of(arm.getValue()), what, unit))
        .toList();
  }

  private static String onUnseenSeeds(
      String arm, Spread losses, String what, Optional<LossUnit> unit) {
    return "%-16s mean %s %s%s on unseen seeds"
        .formatted(arm, what, losses.words(), inBits(unit, losses.mean()));
  }

  private static String inBits(Optional<LossUnit> unit, double loss) {
    return unit.filter(bits -> Double.isFinite(loss))
        .map(bits -> " (%s)".formatted(bits.words(loss)))
        .orElse("");
  }

  /** Returns where a landscape is lowest, and where it becomes chaotic. */
  static String landscape(Landscape landscape) {
    Landscape.Point least =
        Collections.min(landscape.points(), Comparator.comparingDouble(Landscape.Point::loss));
    if (!Double.isFinite(least.loss())) {
      return "landscape: every run diverged; lower landscape.from";
    }
    Double chaos = landscape.chaos();
    return String.format(
        Locale.ROOT,
        "landscape: least loss %s at a log learning rate of %.3f; %s",
        Digits.of(least.loss()),
        least.logRate(),
        chaos == null ? "no chaos" : String.format(Locale.ROOT, "chaos from %.3f on", chaos));
  }

  /** Returns where the best rate of each width is, and whether it stays. */
  static String sweep(SweptRates sweep) {
    String best =
        sweep.transfer().curves().stream()
            .map(curve -> String.format(Locale.ROOT, "%.4g at %d", curve.bestRate(), curve.width()))
            .collect(Collectors.joining(", "));
    PublishedTransfer published = sweep.published();
    return String.format(
        Locale.ROOT,
        "%-24s best rate %s; drift %.2f, regret %.1f%%: %s, by regret it %s%s",
        sweep.experiment(),
        best,
        sweep.transfer().drift(),
        100 * sweep.largestRegret(),
        stays(sweep.staysByBestRate()),
        stays(sweep.staysByRegret()),
        published == null ? "" : ", as published it " + stays(published.transfers()));
  }

  private static String stays(boolean stays) {
    return stays ? "stays" : "moves";
  }

  /** Says what tuning has gained; nothing if nothing was tuned. */
  static Optional<String> tuning(List<MetaIteration> iterations) {
    return TuningGain.of(iterations)
        .map(
            gain ->
                gain.iteration() == 0
                    ? ("tuning gained nothing: no iteration of %d is below the loss of its start,"
                            + " %s; see check, or a smaller tune.meta-optimizer.step")
                        .formatted(gain.iterations(), Digits.of(gain.before()))
                    : "tuning: loss %s -> %s on check seeds, by iteration %d of %d"
                        .formatted(
                            Digits.of(gain.before()),
                            Digits.of(gain.after()),
                            gain.iteration(),
                            gain.iterations()));
  }

  private static void printTransfer(
      List<TransferRun> runs, Optional<LossUnit> unit, PrintWriter out) {
    if (runs.isEmpty()) {
      return;
    }
    printTransfer(runs, "mean validation loss", loss -> loss, out);
    unit.ifPresent(bits -> printTransfer(runs, "the same in " + bits.name(), bits::of, out));
  }

  private static void printTransfer(
      List<TransferRun> runs, String what, DoubleUnaryOperator shown, PrintWriter out) {
    Set<String> arms = new LinkedHashSet<>();
    Set<Integer> widths = new TreeSet<>();
    runs.forEach(
        run -> {
          arms.add(run.arm());
          widths.add(run.width());
        });
    int label = Math.max(12, 1 + arms.stream().mapToInt(String::length).max().orElse(0));
    String column = "%-" + label + "s";
    out.printf("%s%n" + column, what, "width");
    widths.forEach(width -> out.printf("%10d", width));
    out.println();
    for (String arm : arms) {
      out.printf(column, arm);
      List<String> lost = new ArrayList<>();
      for (int width : widths) {
        Spread losses = validation(runs, arm, width);
        boolean none = losses.count() == 0;
        out.printf("%10s", none ? "diverged" : Digits.of(shown.applyAsDouble(losses.mean())));
        if (losses.diverged() > 0) {
          lost.add("%s at %d".formatted(losses.lostWords(), width));
        }
      }
      out.println(lost.isEmpty() ? "" : "  " + String.join(", ", lost));
    }
  }

  private static Spread validation(List<TransferRun> runs, String arm, int width) {
    return Spread.over(
        runs.stream().filter(run -> run.arm().equals(arm) && run.width() == width).toList(),
        TransferRun::validationLoss);
  }
}
