package org.retrograde.experiments.solvable;

import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.optimizer.Optimizer;

/** What a config describes of a problem whose expected final loss is known for every schedule. */
interface Solvable {

  /**
   * Returns what is trained.
   *
   * @param seed of the samples, where there are some
   */
  HostObjective objective(long seed);

  /**
   * Returns the rule that trains it.
   *
   * @param named what the config names, which an expectation does without
   */
  Optimizer optimizer(Optimizer named);

  /** Returns the expectation of the final loss. */
  RateLoss expectedLoss();

  /** Returns whether the expectation itself is trained. */
  boolean trainsExpectation();
}
