package org.retrograde.hypergrad.average;

import org.retrograde.reversible.word.Word;

/**
 * Which mean of the positions x_1 .. x_T that its steps lead to a run is judged by. The start
 * counts in none.
 */
public interface IterateAverage extends Word {

  /**
   * Returns the weight of a position in the mean. Those of a run are at least 0 and sum to 1.
   *
   * @param step after which it is the position, from 1 to {@code steps}
   * @param steps T, at least 1
   */
  double weight(int step, int steps);

  /**
   * Returns the step after which the first position counts, from 1 to {@code steps}; that number
   * says that the last position is judged alone.
   */
  int first(int steps);

  /** Returns what is judged after a number of steps, such as "the last weights". */
  String inWords(int steps);
}
