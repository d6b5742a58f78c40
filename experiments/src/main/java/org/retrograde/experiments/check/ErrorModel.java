package org.retrograde.experiments.check;

import org.retrograde.reversible.optimizer.Optimizer;

/**
 * How far a right hypergradient may be from certain differences, over the largest derivative of the
 * directions. What was measured stands in docs/decisions.md; to measure anew, read the errors of
 * {@code check --json}.
 *
 * <p>Directions are compared in float64 whatever the precision of an experiment: differences of a
 * loss in single precision are certain to 1e-3 at best, which would say nothing.
 */
final class ErrorModel {

  private ErrorModel() {}

  /** Returns the limit of an update rule in float64. */
  static double direction(Optimizer optimizer) {
    return switch (optimizer.scaling()) {
      case PROPORTIONAL -> 1e-6;
      case NORMALIZED, SPECTRAL, SPECTRAL_ENTRIES ->
          1e-5; // roots of mean squares amplify the digits that decays leave
    };
  }
}
