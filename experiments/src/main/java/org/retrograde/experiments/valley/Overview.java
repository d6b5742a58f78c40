package org.retrograde.experiments.valley;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.reports.record.Study;

/** Several problems of a valley, side by side. */
final class Overview {

  private Overview() {}

  static Study of(List<ValleyStudy> problems) {
    long better = problems.stream().filter(one -> one.lossTuned() < one.lossUntuned()).count();
    long winners = problems.stream().map(ValleyStudy::bestTuned).distinct().count();
    long untunedWinners = problems.stream().map(ValleyStudy::bestUntuned).distinct().count();
    long enough = problems.stream().filter(one -> one.lossUntuned() <= one.medianTuned()).count();
    long learnt = problems.stream().filter(one -> one.lossLearnt() < one.lossTuned()).count();
    long best = problems.stream().filter(one -> one.lossLearnt() < one.lossDrawn()).count();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("problems", (double) problems.size());
    figures.put("tuned-is-better", (double) better);
    figures.put("winners-untuned", (double) untunedWinners);
    figures.put("winners-tuned", (double) winners);
    figures.put("many-untuned-are-enough", (double) enough);
    figures.put("learnt-is-better", (double) learnt);
    figures.put("learnt-is-best", (double) best);
    return new Study(
        ValleyPhase.WORD,
        "Learnt schedules are better than the best tuned rate on %d of %d problems"
            .formatted(learnt, problems.size()),
        ("Optimizers that are the best somewhere: %d with their defaults, %d tuned. The best of all"
             + " with their defaults is as good as the median optimizer tuned on %d of %d problems."
             + " Against the best of all schedules, each with as many draws as learning takes runs,"
             + " what was learnt is better on %d.")
            .formatted(untunedWinners, winners, enough, problems.size(), best),
        new Study.Rows(
            "The least losses, means over unseen seeds",
            List.of(
                "problem",
                "untuned: best",
                "median",
                "tuned: best",
                "median",
                "learnt",
                "best schedule that was drawn"),
            problems.stream().map(Overview::row).toList()),
        List.of(),
        figures);
  }

  private static List<String> row(ValleyStudy one) {
    return List.of(
        one.problem(),
        "%s %s".formatted(one.bestUntuned(), ValleyStudy.number(one.lossUntuned())),
        ValleyStudy.number(one.medianUntuned()),
        "%s %s".formatted(one.bestTuned(), ValleyStudy.number(one.lossTuned())),
        ValleyStudy.number(one.medianTuned()),
        ValleyStudy.number(one.lossLearnt()),
        "%s %s".formatted(one.bestDrawn(), ValleyStudy.number(one.lossDrawn())));
  }
}
