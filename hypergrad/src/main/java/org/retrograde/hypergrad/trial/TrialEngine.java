package org.retrograde.hypergrad.trial;

import java.util.List;

/**
 * Runs trials, here or elsewhere, some at once. Everything that trains asks one. Used by one thread
 * at a time.
 */
public interface TrialEngine extends AutoCloseable {

  /**
   * Sees trials as they are done.
   *
   * @param <R> what they find
   */
  @FunctionalInterface
  interface Listener<R> {

    /**
     * A trial is done.
     *
     * @param index of the trial in the list that was asked for
     * @param outcome what came of it
     */
    void done(int index, Outcome<R> outcome);
  }

  /**
   * Runs all trials.
   *
   * @param whenDone sees each as it is done, on the calling thread, in any order
   * @return the outcomes, in the order of the trials, whatever ended first
   * @throws InterruptedException if the thread is interrupted; what is under way is given up
   */
  <R> List<Outcome<R>> run(List<Trial<R>> trials, Listener<R> whenDone) throws InterruptedException;

  /** Runs all trials, and shows none before the last is done. */
  default <R> List<Outcome<R>> run(List<Trial<R>> trials) throws InterruptedException {
    return run(trials, (index, outcome) -> {});
  }

  /** Gives up what is under way, and waits for it, as it may use the device that is closed next. */
  @Override
  void close();
}
