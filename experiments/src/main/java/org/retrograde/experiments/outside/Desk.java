package org.retrograde.experiments.outside;

import java.util.List;

/** Who answers a tuner. */
interface Desk {

  /** Returns what may be asked for. */
  Greeting greeting();

  /** Returns whether it still answers. */
  boolean isOpen();

  /**
   * Runs trials, as many at once as it can.
   *
   * @param asks at least one
   * @return answers in the order of the asks; fewer if it has closed meanwhile
   * @throws InterruptedException if the thread is interrupted
   */
  List<Answer> answer(List<Ask> asks) throws InterruptedException;
}
