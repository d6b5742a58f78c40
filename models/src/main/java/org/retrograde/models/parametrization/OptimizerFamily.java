package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;

/** How an optimizer's step scales with the gradient, which decides the width rule of its rate. */
public enum OptimizerFamily {
  /** Steps proportional to the gradient: SGD, with or without momentum. */
  SGD,
  /** Steps that do not depend on the gradient's size: Adam and RMSProp, with eps in proportion. */
  ADAM;

  /** Returns the family of an optimizer. */
  public static OptimizerFamily of(Optimizer optimizer) {
    return optimizer.coefficients().contains(Coefficient.EPSILON) ? ADAM : SGD;
  }
}
