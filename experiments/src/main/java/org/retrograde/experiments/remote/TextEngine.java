package org.retrograde.experiments.remote;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Has trials run by other processes: text in, text out, none of this program's classes between. */
@API(status = Status.EXPERIMENTAL)
public interface TextEngine extends AutoCloseable {

  /** Sees results as they come. */
  @FunctionalInterface
  interface Listener {

    /**
     * A trial is done.
     *
     * @param index of it in the list that was asked for
     * @param result of it
     * @param where it is from, for errors
     * @throws RuntimeException if it is refused; the engine gives up the others
     */
    void done(int index, TrialResult result, String where);
  }

  /**
   * Has trials run, and returns when all are done.
   *
   * @param whenDone called on the calling thread, in any order
   * @throws InterruptedException if the thread is interrupted
   * @throws AwaitedTrialsException if this engine does not wait for them
   */
  void run(List<TrialSpec> trials, Listener whenDone) throws InterruptedException;

  @Override
  void close();
}
