package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;

/**
 * The curves of judged runs. So that results stay small, the first seeds of an arm have one, and
 * parameter groups are looked at on the very first alone.
 */
final class JudgedCurves {

  /** Seeds of an arm that have curves: enough to see how they scatter. */
  static final int SEEDS = 8;

  private JudgedCurves() {}

  /**
   * Returns what to watch of a run.
   *
   * @param points of a curve; 0 for none
   * @param number of the run's seed among those of its arm, from 0
   */
  static @Nullable RunWatch watch(int points, int number) {
    return points == 0 || number >= SEEDS ? null : new RunWatch(points, number == 0);
  }

  /** Returns the curves; trains those again that diverged, as far as they come. */
  static TrainingCurves of(
      RunContext context, List<JudgedTrial> runs, List<Outcome<Judgement.Found>> outcomes)
      throws InterruptedException {
    Map<Integer, RunCurve> curves = new TreeMap<>();
    List<Integer> diverged = new ArrayList<>();
    List<Trial<RunCurve>> again = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RunWatch watch = runs.get(i).watch();
      if (watch == null) {
        continue;
      }
      Judgement.Found found = outcomes.get(i).found();
      RunCurve curve = found == null ? null : found.curve();
      if (curve == null) {
        diverged.add(i);
        again.add(runs.get(i).trial(watch));
      } else {
        curves.put(i, curve);
      }
    }
    List<Outcome<RunCurve>> parts = context.engine().run(again);
    for (int i = 0; i < diverged.size(); i++) {
      RunCurve part = parts.get(i).found();
      if (part != null && !part.steps().isEmpty()) {
        curves.put(diverged.get(i), part);
      }
    }
    List<TrainingCurve> all = new ArrayList<>();
    curves.forEach((i, curve) -> all.add(of(runs.get(i), curve)));
    return new TrainingCurves(all);
  }

  private static TrainingCurve of(JudgedTrial run, RunCurve curve) {
    return curve.of(run.arm().name(), run.arm().problem().width(), run.seed());
  }
}
