package org.retrograde.experiments.outside;

import java.io.PrintWriter;
import java.io.Reader;
import java.util.concurrent.TimeoutException;
import org.retrograde.experiments.config.SearchConfig;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.data.DataException;

/** Trials of an experiment for whoever tunes it. */
public final class OpenTrials {

  private final ExperimentDesk desk;

  /**
   * Prepares them, which takes some seconds to find what a hypergradient costs.
   *
   * @param seeds runs of a trial whose ask names no number of them; 0 for those of {@code search},
   *     or 1 without it
   * @throws DataException if the experiment names nothing to search or to tune
   */
  public OpenTrials(TrainingProblem problem, TrialEngine engine, int seeds) {
    SearchConfig search = problem.config().search();
    if (search == null && problem.config().tunedHyperparameters().isEmpty()) {
      throw new DataException(
          problem.config().name()
              + ": nothing is searched; name it under search.hyperparameters or"
              + " tune.hyperparameters");
    }
    SearchSpace space = SearchSpace.ofAny(problem);
    desk =
        new ExperimentDesk(
            problem, engine, space, seeds > 0 ? seeds : search == null ? 1 : search.seeds());
  }

  /**
   * Answers until the tuner has no more to ask, or has gone.
   *
   * @param in from the tuner
   * @param out to the tuner
   */
  public void serve(Reader in, PrintWriter out) throws InterruptedException {
    try {
      new TrialServer(desk, out).serve(new IncomingLines(in));
    } catch (TimeoutException e) {
      throw new IllegalStateException("nobody who may take any time is late", e);
    }
  }
}
