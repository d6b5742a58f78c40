package org.retrograde.hypergrad.search;

import org.retrograde.reversible.word.Word;

/**
 * A way of looking for the least loss without derivatives. Keeps no state between searches; its
 * random numbers follow from its word.
 */
public interface Searcher extends Word {

  /**
   * Spends the budget of {@code trials}, or ends before if there is nothing left to try.
   *
   * @param trials evaluates points of the unit cube, the first of them {@link Trials#start}.
   *     Modified.
   * @throws InterruptedException if the thread is interrupted
   */
  void search(Trials trials) throws InterruptedException;
}
