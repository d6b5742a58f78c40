package org.retrograde.hypergrad.trial;

import java.util.List;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * How what was trained does on parts of the data.
 *
 * @param parts of {@link Problem#parts}; none to look at the losses of training alone
 */
public record Scores(List<String> parts) implements Want<Scores.Found> {

  /** Last minibatches whose mean is the training loss. */
  private static final int LAST_BATCHES = 10;

  /** Copies the list. */
  public Scores {
    parts = List.copyOf(parts);
  }

  /**
   * The scores of a run.
   *
   * @param trainingLoss mean of the losses of the last ten steps, each before its update
   * @param scores one for each part, in its order
   */
  public record Found(double trainingLoss, List<Evaluation> scores) {

    /** Copies the list. */
    public Found {
      scores = List.copyOf(scores);
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

  /**
   * Judges what was trained.
   *
   * @param run as the problem made it
   * @param trained its end
   * @throws DivergenceException if a loss is no finite number
   */
  public Found of(Problem problem, TrainingRun run, Trained trained) {
    return new Found(
        lastLosses(trained.trainingLosses()),
        parts.stream().map(part -> judge(problem, part, run, trained)).toList());
  }

  private static Evaluation judge(Problem problem, String part, TrainingRun run, Trained trained) {
    Evaluation score = problem.judge(part, run, trained);
    if (!Double.isFinite(score.loss())) {
      throw new DivergenceException(
          trained.trainingLosses().size(), "the loss on the rows of " + part, score.loss());
    }
    return score;
  }

  private static double lastLosses(List<Double> losses) {
    return losses.stream()
        .skip(Math.max(0, losses.size() - LAST_BATCHES))
        .mapToDouble(loss -> loss)
        .average()
        .orElse(Double.NaN);
  }
}
