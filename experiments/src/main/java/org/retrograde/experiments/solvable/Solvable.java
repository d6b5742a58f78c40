package org.retrograde.experiments.solvable;

import java.util.OptionalDouble;
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

  /**
   * Returns the root of the expected square of the gradient that a sample has, where the
   * expectation is trained; empty where that has no meaning.
   *
   * @param state of the expectation
   */
  default OptionalDouble gradientSize(double[] state) {
    return OptionalDouble.empty();
  }
}
