package org.retrograde.hypergrad.gradient;

/** Watches a reverse sweep, for instance to measure its memory where that is largest. */
@FunctionalInterface
public interface SweepObserver {

  /**
   * Is called before each step back.
   *
   * @param step number of steps of the run that are left
   * @param keptStates whole states that are kept at this moment
   * @param fileBytes size of the file of spilled words and logs
   */
  void beforeStepBack(int step, int keptStates, long fileBytes);
}
