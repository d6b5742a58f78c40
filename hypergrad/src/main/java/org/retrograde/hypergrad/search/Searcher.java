package org.retrograde.hypergrad.search;

/** A way of looking for the least loss without derivatives. Keeps no state between searches. */
public interface Searcher {

  /** Returns the name in configs and reports; the method's random numbers follow from it. */
  String label();

  /**
   * Spends the budget of {@code trials}, or ends before if there is nothing left to try.
   *
   * @param trials evaluates points of the unit cube, the first of them {@link Trials#start}.
   *     Modified.
   * @throws InterruptedException if the thread is interrupted
   */
  void search(Trials trials) throws InterruptedException;
}
