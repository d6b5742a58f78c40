package org.retrograde.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.MemoryUse;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunRecord;

/** The few figures that say how the run came out. */
final class Verdict {

  private static final int MOST = 5;

  private Verdict() {}

  static List<KeyFigure> of(RunRecord record) {
    Results results = record.results();
    List<KeyFigure> figures = new ArrayList<>();
    PublishedSection.keyFigure(results.published()).ifPresent(figures::add);
    List<KeyFigure> transfer = transfer(results);
    figures.addAll(transfer);
    if (transfer.isEmpty()) {
      objective(record.iterations()).ifPresent(figures::add);
    }
    search(results).ifPresent(figures::add);
    memory(results).ifPresent(figures::add);
    reversal(results).ifPresent(figures::add);
    checks(results).ifPresent(figures::add);
    return Stream.concat(figures.stream(), grid(results).stream()).limit(MOST).toList();
  }

  private static List<KeyFigure> transfer(Results results) {
    Comparison comparison = new Comparison(results.transfer(), results.arms());
    Optional<String> tuned = comparison.tunedArm();
    if (tuned.isEmpty()) {
      return List.of();
    }
    List<Integer> widths = comparison.widths();
    return Stream.of(widths.get(0), widths.get(widths.size() - 1))
        .distinct()
        .flatMap(width -> transfer(comparison, tuned.get(), width).stream())
        .toList();
  }

  private static Optional<KeyFigure> transfer(Comparison comparison, String tuned, int width) {
    Metric metric = Metric.VALIDATION_LOSS;
    Spread own = comparison.spread(tuned, width, metric);
    Optional<String> baseline = comparison.baseline();
    if (own.count() == 0 || baseline.isEmpty()) {
      return Optional.empty();
    }
    Spread change = comparison.change(tuned, baseline.get(), width, metric);
    String rival =
        comparison
            .bestUntuned(width, metric)
            .filter(best -> !best.equals(baseline.get()))
            .map(
                best ->
                    "; best untuned, %s: %s (%s)"
                        .formatted(
                            best,
                            Numbers.figure(comparison.spread(best, width, metric).mean()),
                            Numbers.percent(comparison.change(tuned, best, width, metric).mean())))
            .orElse("");
    String detail =
        "%s %s, %s %s%s"
            .formatted(
                tuned,
                Numbers.figure(own.mean()),
                baseline.get(),
                Numbers.figure(comparison.spread(baseline.get(), width, metric).mean()),
                rival);
    return Optional.of(
        new KeyFigure(
            "Validation loss at width " + width,
            Numbers.percent(change.mean()),
            detail,
            Tone.of(change.mean() < 0)));
  }

  private static Optional<KeyFigure> objective(List<MetaIteration> iterations) {
    if (iterations.isEmpty()) {
      return Optional.empty();
    }
    MetaIteration best = ObjectiveSection.best(iterations);
    double from = ObjectiveSection.judged(iterations.get(0));
    double to = ObjectiveSection.judged(best);
    return Optional.of(
        new KeyFigure(
            "Meta-objective",
            Numbers.percent(100 * (to - from) / from),
            "%s → %s, best at iteration %d"
                .formatted(Numbers.figure(from), Numbers.figure(to), best.iteration()),
            Tone.of(to < from)));
  }

  private static Optional<KeyFigure> search(Results results) {
    return SearchSection.best(results.searches())
        .map(
            best ->
                new KeyFigure(
                    "Lowest loss on unseen seeds",
                    Numbers.figure(SearchSection.unseen(best)),
                    results.searches().stream()
                        .map(
                            curve ->
                                curve.method() + " " + Numbers.figure(SearchSection.unseen(curve)))
                        .collect(Collectors.joining(", ")),
                    Tone.PLAIN));
  }

  private static Optional<KeyFigure> memory(Results results) {
    MemoryUse memory = results.memory();
    if (memory == null) {
      return Optional.empty();
    }
    return Optional.of(
        new KeyFigure(
            "Bits per parameter and step",
            Numbers.figure(memory.accountedBitsPerParameterStep()),
            "%s to store every state: %s times less"
                .formatted(
                    Numbers.figure(memory.storedTrajectoryBitsPerParameterStep()),
                    Numbers.times(MemorySection.saving(memory))),
            Tone.PLAIN));
  }

  private static Optional<KeyFigure> reversal(Results results) {
    ReversalProof proof = results.reversal();
    if (proof == null) {
      return Optional.empty();
    }
    return Optional.of(
        new KeyFigure(
            "Reversal",
            proof.exact() ? "exact" : "not exact",
            proof.exact()
                ? "every bit came back over %,d steps".formatted(proof.steps())
                : "the start did not come back over %,d steps".formatted(proof.steps()),
            Tone.of(proof.exact())));
  }

  private static Optional<KeyFigure> checks(Results results) {
    List<CheckFigure> checks = results.checks();
    if (checks.isEmpty()) {
      return Optional.empty();
    }
    List<String> failed =
        checks.stream().filter(check -> !check.passed()).map(CheckFigure::name).toList();
    return Optional.of(
        new KeyFigure(
            "Checks",
            (checks.size() - failed.size()) + " of " + checks.size(),
            failed.isEmpty() ? "all passed" : "failed: " + String.join(", ", failed),
            Tone.of(failed.isEmpty())));
  }

  private static List<KeyFigure> grid(Results results) {
    return results.grid().stream()
        .map(GridPoint::arm)
        .distinct()
        .flatMap(arm -> GridSection.winner(GridSection.points(results.grid(), arm)).stream())
        .map(
            best ->
                new KeyFigure(
                    "Best of " + best.arm(),
                    Numbers.figure(best.meanLoss()),
                    "learning rate %s, momentum %s"
                        .formatted(
                            Numbers.setting(best.learningRate()), Numbers.setting(best.momentum())),
                    Tone.PLAIN))
        .toList();
  }
}
