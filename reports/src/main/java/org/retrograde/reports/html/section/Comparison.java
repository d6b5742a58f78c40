package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reports.statistics.Spread;

/** Training runs of several arms at several widths, compared seed by seed. */
final class Comparison {

  private final List<TransferRun> runs;
  private final List<ArmDescription> described;

  /**
   * Takes the runs to compare.
   *
   * @param runs in any order; of two runs of one arm, width and seed the first counts
   * @param described the arms in the order to show them; arms that only runs name come after
   */
  Comparison(List<TransferRun> runs, List<ArmDescription> described) {
    this.runs = runs;
    this.described = described;
  }

  /** Arms that have runs, in the order to show them. */
  List<String> arms() {
    List<String> withRuns = runs.stream().map(TransferRun::arm).distinct().toList();
    return Stream.concat(
            described.stream().map(ArmDescription::arm).filter(withRuns::contains),
            withRuns.stream())
        .distinct()
        .toList();
  }

  /** Widths in ascending order. */
  List<Integer> widths() {
    return runs.stream().map(TransferRun::width).distinct().sorted().toList();
  }

  /** Whether an arm was tuned by hypergradients; an arm without a description was not. */
  boolean tuned(String arm) {
    return described.stream()
        .anyMatch(description -> description.arm().equals(arm) && description.tuned());
  }

  /** The first arm that was tuned. */
  Optional<String> tunedArm() {
    return arms().stream().filter(this::tuned).findFirst();
  }

  /**
   * The untuned arms at a width, the best first: what gains are measured against. One that lost a
   * seed comes after those that lost fewer; among others the least mean is the best.
   */
  List<String> untuned(int width, ComparedFigure metric) {
    return arms().stream()
        .filter(arm -> !tuned(arm) && spread(arm, width, metric).count() > 0)
        .sorted(
            Comparator.comparingLong((String arm) -> diverged(arm, width, metric))
                .thenComparingDouble(arm -> spread(arm, width, metric).mean()))
        .toList();
  }

  /** What tuning has gained over the best untuned arm; nothing where there are not both. */
  Optional<Gain> gain(int width, ComparedFigure metric) {
    List<String> rivals = untuned(width, metric);
    Optional<String> tuned = tunedArm().filter(arm -> spread(arm, width, metric).count() > 0);
    if (tuned.isEmpty() || rivals.isEmpty()) {
      return Optional.empty();
    }
    Spread change = change(tuned.get(), rivals.get(0), width, metric);
    return Optional.of(new Gain(tuned.get(), rivals, change, diverged(tuned.get(), width, metric)));
  }

  /** The runs of an arm at a width. */
  List<TransferRun> runs(String arm, int width) {
    return runs.stream().filter(run -> run.arm().equals(arm) && run.width() == width).toList();
  }

  /** Mean and standard deviation over the seeds that did not diverge. */
  Spread spread(String arm, int width, ComparedFigure metric) {
    return Spread.of(runs(arm, width).stream().map(metric::of).toList());
  }

  /** How many runs diverged: marked so, or with a figure that is not finite. */
  long diverged(String arm, int width, ComparedFigure metric) {
    return runs(arm, width).stream().filter(run -> !Double.isFinite(metric.of(run))).count();
  }

  /**
   * The change in percent against another arm, paired: the relative change of each seed that
   * neither arm lost, then their mean and spread.
   *
   * @return the change, negative where {@code arm} is lower; its count is the number of pairs
   */
  Spread change(String arm, String against, int width, ComparedFigure metric) {
    Map<Long, Double> reference =
        runs(against, width).stream()
            .collect(Collectors.toMap(TransferRun::seed, metric::of, (first, second) -> first));
    Map<Long, Double> own =
        runs(arm, width).stream()
            .collect(Collectors.toMap(TransferRun::seed, metric::of, (first, second) -> first));
    List<Double> changes = new ArrayList<>();
    own.forEach(
        (seed, value) -> {
          double base = reference.getOrDefault(seed, Double.NaN);
          changes.add(100 * (value - base) / base);
        });
    return Spread.of(changes);
  }
}
