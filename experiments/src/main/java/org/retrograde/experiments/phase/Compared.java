package org.retrograde.experiments.phase;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;

/**
 * How one training went, in the figures that are compared between widths and arms; losses are
 * infinite if the run left the numbers.
 *
 * @param trainingLoss mean of the last ten minibatches'
 * @param validation on the validation rows, or the mean over the parts of a problem without any
 * @param test on the test rows, or the same as {@code validation} where a problem has none
 * @param divergence what left the numbers, or null
 */
public record Compared(
    double trainingLoss, Evaluation validation, Evaluation test, @Nullable String divergence) {

  private static final String TRAINING = "training";

  /** Returns what to ask of a run of a problem: all parts but training, if there are others. */
  public static Scores want(Problem problem) {
    List<String> others = problem.parts().stream().filter(part -> !part.equals(TRAINING)).toList();
    return new Scores(others.isEmpty() ? problem.parts() : others);
  }

  /** Returns what came of {@link #want}. */
  public static Compared of(Problem problem, Outcome<Scores.Found> outcome) {
    Scores.Found found = outcome.found();
    if (found == null) {
      return new Compared(
          Double.POSITIVE_INFINITY, Evaluation.DIVERGED, Evaluation.DIVERGED, outcome.divergence());
    }
    List<String> parts = want(problem).parts();
    Evaluation validation = on("validation", parts, found.scores());
    return new Compared(
        found.trainingLoss(),
        validation,
        parts.contains("test") ? on("test", parts, found.scores()) : validation,
        null);
  }

  private static Evaluation on(String part, List<String> parts, List<Evaluation> scores) {
    return parts.contains(part)
        ? scores.get(parts.indexOf(part))
        : scores.stream().reduce(Evaluation::plus).orElseThrow();
  }

  /** Returns whether the run left the numbers. */
  public boolean diverged() {
    return divergence != null;
  }
}
