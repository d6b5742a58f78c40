package org.retrograde.experiments.phase;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.metrics.Metric;
import org.retrograde.models.metrics.Quality;

/**
 * All by which a person judges what was trained.
 *
 * @param parts of {@link Problem#parts}, at least one
 * @param closely the one of them whose predictions are looked at row by row
 */
record Judgement(List<String> parts, String closely) implements Want<Judgement.Found> {

  /** Copies the list. */
  Judgement {
    parts = List.copyOf(parts);
  }

  /** Returns what to ask of a problem: every part, and the last of them, the test rows, closely. */
  static Judgement of(Problem problem) {
    List<String> parts = problem.parts();
    return new Judgement(parts, parts.get(parts.size() - 1));
  }

  /**
   * What was found.
   *
   * @param scores of the parts, in their order
   * @param quality of the part that is looked at closely
   * @param curve how the run got there; null if that was not asked
   */
  record Found(List<Evaluation> scores, Quality quality, @Nullable RunCurve curve) {

    /** Copies the list. */
    Found {
      scores = List.copyOf(scores);
    }

    Found with(RunCurve way) {
      return new Found(scores, quality, way);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    TrainingRun run = problem.runTuned(settings, width, seed);
    return of(problem, run, run.train());
  }

  Found of(Problem problem, TrainingRun run, Trained trained) {
    List<Evaluation> scores = new Scores(parts).of(problem, run, trained).scores();
    return new Found(
        scores,
        problem instanceof TrainingProblem own ? own.quality(closely, run, trained) : Quality.NONE,
        null);
  }

  /** Returns how a run did on a part; one that diverged has an infinite loss and no error. */
  Evaluation on(String part, Outcome<Found> outcome) {
    return outcome.map(found -> found.scores().get(parts.indexOf(part)), Evaluation.DIVERGED);
  }

  /**
   * Returns the value of a metric on the part that is looked at closely; infinite, whatever the
   * metric, if the run diverged: it is counted, and in no mean.
   */
  double value(Metric metric, Outcome<Found> outcome) {
    return outcome.map(
        found -> metric.of(on(closely, outcome), found.quality()), Double.POSITIVE_INFINITY);
  }
}
