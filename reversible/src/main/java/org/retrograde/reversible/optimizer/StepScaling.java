package org.retrograde.reversible.optimizer;

/** How a step scales with the gradient, which decides how its learning rate follows the width. */
public enum StepScaling {
  /** In proportion to the gradient: SGD, with or without momentum. */
  PROPORTIONAL,
  /** Not at all, entry by entry: Adam and RMSProp, with eps in proportion to the gradient. */
  NORMALIZED
}
