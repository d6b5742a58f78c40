package org.retrograde.reversible.optimizer;

/** How a step scales with the gradient, which decides how its learning rate follows the width. */
public enum StepScaling {
  /** In proportion to the gradient: SGD, with or without momentum. */
  PROPORTIONAL,
  /** Not at all, entry by entry: Adam and RMSProp, with eps in proportion to the gradient. */
  NORMALIZED,
  /**
   * Not at all, hidden matrices as a whole: Muon, whose steps have the spectral norm sqrt(max(1,
   * fan-out / fan-in)). All other groups as {@link #NORMALIZED}.
   */
  SPECTRAL,
  /**
   * The same with steps of the spectral norm .2 sqrt(max(fan-in, fan-out)), whose entries are of
   * one size at every shape.
   */
  SPECTRAL_ENTRIES;

  /** Returns whether steps keep their size where gradients are multiplied by a number. */
  public boolean normalizes() {
    return this != PROPORTIONAL;
  }

  /** Returns whether hidden matrices have steps of a known {@link #spectralNorm}. */
  public boolean isSpectral() {
    return this == SPECTRAL || this == SPECTRAL_ENTRIES;
  }

  /**
   * Returns the spectral norm of a step of a hidden matrix at a learning rate of 1.
   *
   * @throws UnsupportedOperationException unless it {@link #isSpectral}
   */
  public double spectralNorm(int fanIn, int fanOut) {
    return switch (this) {
      case SPECTRAL -> Math.sqrt(Math.max(1, (double) fanOut / fanIn));
      case SPECTRAL_ENTRIES -> 0.2 * Math.sqrt(Math.max(fanIn, fanOut));
      case PROPORTIONAL, NORMALIZED ->
          throw new UnsupportedOperationException("steps that are " + this + " have any norm");
    };
  }
}
