package org.retrograde.models.parametrization;

/** How an optimizer's step scales with the gradient, which decides the width rule of its rate. */
public enum OptimizerFamily {
  /** Steps proportional to the gradient: SGD, with or without momentum. */
  SGD,
  /** Steps that do not depend on the gradient's size: Adam, with eps near 0. */
  ADAM
}
