package org.retrograde.experiments.outside;

import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.hypergrad.search.Searcher;

/** A searcher that has to know how an experiment is run: what it needs may not be there. */
@API(status = Status.MAINTAINED)
public interface Prepared extends Searcher {

  /**
   * Finds what it needs.
   *
   * @param run of the experiment
   * @param says takes what it has to tell to people, such as whose program it runs
   * @return what searches
   * @throws org.retrograde.models.data.DataException if something is missing; says what to do
   */
  Searcher prepared(RunConfig run, Consumer<String> says);

  /** Prepares any searcher: one that needs nothing is returned as it is. */
  static Searcher of(Searcher searcher, RunConfig run, Consumer<String> says) {
    return searcher instanceof Prepared needing ? needing.prepared(run, says) : searcher;
  }
}
