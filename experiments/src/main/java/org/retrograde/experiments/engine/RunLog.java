package org.retrograde.experiments.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.retrograde.experiments.tracking.Tracking;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;

/** Where the parts of a run put what they find. */
public final class RunLog {

  private final RunDirectory directory;
  private final KeptResults keptResults;
  private final Progress progress;
  private final Tracking tracking;
  private final List<MetaIteration> iterations = new ArrayList<>();
  private Results results = Results.empty();

  /**
   * Begins the log of a run in which nothing was found yet.
   *
   * @param directory of the run
   * @param keptResults what was kept of it
   * @param progress is told how far it is
   * @param tracking is told what is found
   */
  public RunLog(
      RunDirectory directory, KeptResults keptResults, Progress progress, Tracking tracking) {
    this.directory = directory;
    this.keptResults = keptResults;
    this.progress = progress;
    this.tracking = tracking;
  }

  /** Returns who is told how far the run is. */
  public Progress progress() {
    return progress;
  }

  /** Returns who follows the run from elsewhere. */
  public Tracking tracking() {
    return tracking;
  }

  /** Returns what was found so far. */
  public Results results() {
    return results;
  }

  /** Returns the iterations of tuning so far. */
  public List<MetaIteration> iterations() {
    return iterations;
  }

  /** Returns what was measured under this name before the run was resumed, or else measures it. */
  public <T> T kept(String name, Class<T> type, Supplier<T> measure) {
    return keptResults.find(name, type).orElseGet(() -> keptResults.keep(name, measure.get()));
  }

  /** Changes the results and writes them, so that an interrupted run keeps what it had. */
  public void update(UnaryOperator<Results> change) {
    results = change.apply(results);
    try {
      directory.writeResults(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.found();
    tracking.found(results);
  }

  /** Adds an iteration of tuning. */
  public void append(MetaIteration iteration) {
    iterations.add(iteration);
    try {
      directory.append(iteration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.found();
    tracking.iteration(iteration);
  }

  /** Writes what was tuned. */
  public void writeRecipe(String json) {
    try {
      directory.writeRecipe(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
