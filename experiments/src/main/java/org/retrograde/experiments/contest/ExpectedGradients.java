package org.retrograde.experiments.contest;

import java.util.OptionalDouble;

/** A problem whose state is an expectation, so that its gradient is not that of a sample. */
public interface ExpectedGradients {

  /**
   * Returns the root of the expected square of a step's gradient; empty where the gradient is that
   * of samples.
   *
   * @param state before the step, [group][element]
   */
  OptionalDouble gradientSize(double[][] state);
}
