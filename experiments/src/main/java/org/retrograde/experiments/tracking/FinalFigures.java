package org.retrograde.experiments.tracking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.statistics.Spread;

/** How a run came out: means over the judged seeds that did not diverge, by arm. */
final class FinalFigures {

  private final Map<String, Map<String, Double>> byArm = new LinkedHashMap<>();

  private FinalFigures() {}

  static Map<String, Map<String, Double>> of(Results results) {
    FinalFigures of = new FinalFigures();
    List<JudgedRun> runs = results.all(Judged.class);
    for (String arm : runs.stream().map(JudgedRun::settings).distinct().toList()) {
      of.judged(arm, runs.stream().filter(run -> run.settings().equals(arm)).toList());
    }
    results.find(Headline.class).ifPresent(of::headline);
    for (TaskResult task : results.all(Tasks.class)) {
      of.put(task.arm(), "test-loss/" + task.task(), Spread.of(task.losses()).mean());
    }
    return of.byArm;
  }

  private void judged(String arm, List<JudgedRun> runs) {
    put(arm, "validation-loss", mean(runs, run -> run.validation().loss()));
    put(arm, "validation-error", mean(runs, run -> run.validation().error()));
    put(arm, "test-loss", mean(runs, run -> loss(run.test())));
    put(arm, "test-error", mean(runs, run -> error(run.test())));
  }

  private void headline(Headline headline) {
    String name = headline.part() + "-" + headline.metric();
    put(JudgedRun.START, name, Spread.of(headline.start()).mean());
    put(JudgedRun.TUNED, name, Spread.of(headline.tuned()).mean());
    put(JudgedRun.BASELINE, name, Spread.of(headline.baseline()).mean());
  }

  private static double mean(List<JudgedRun> runs, Function<JudgedRun, Double> figure) {
    return Spread.over(runs, figure).mean();
  }

  private static double loss(JudgedRun.@Nullable Score score) {
    return score == null ? Double.NaN : score.loss();
  }

  private static double error(JudgedRun.@Nullable Score score) {
    return score == null ? Double.NaN : score.error();
  }

  private void put(String arm, String name, double value) {
    if (Double.isFinite(value)) {
      byArm.computeIfAbsent(arm, unused -> new TreeMap<>()).put(name, value);
    }
  }
}
