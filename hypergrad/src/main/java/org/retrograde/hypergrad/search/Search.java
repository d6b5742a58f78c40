package org.retrograde.hypergrad.search;

import java.util.function.Consumer;
import org.retrograde.hypergrad.trial.LossObjective;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * Minimizes the final loss over the raw vectors in a box, without derivatives and within a budget.
 *
 * <p>Every trial trains on the same seeds, so the loss is a function of the raw vector alone and
 * two trials are compared on the same draws. The price: the lowest loss is also the luckiest, so
 * what was found must be judged on other seeds.
 *
 * <p>Runs that may go on at once are asked for at once: all of random search, a line of an
 * independent one, the seeds of one trial in the others. What is found does not depend on how many
 * do, unless time is what ends it.
 */
public final class Search {

  private final SearchSettings settings;
  private final LossObjective objective;

  /** Makes a search of an objective. */
  public Search(SearchSettings settings, LossObjective objective) {
    this.settings = settings;
    this.objective = objective;
  }

  /**
   * Searches.
   *
   * @param box where
   * @param start raw vector to begin from; outside of the box, the nearest point in it counts. Not
   *     modified.
   * @param listener sees each trial, in order
   * @throws InterruptedException if the thread is interrupted
   */
  public SearchOutcome run(Searcher searcher, Box box, double[] start, Consumer<Candidate> listener)
      throws InterruptedException {
    Trials trials =
        new Trials(settings, objective, new Trials.Place(box, new RawVector(start)), listener);
    searcher.search(trials);
    return trials.outcome();
  }
}
