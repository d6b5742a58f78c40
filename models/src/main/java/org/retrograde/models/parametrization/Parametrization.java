package org.retrograde.models.parametrization;

/**
 * A rule table: how init scale, multiplier and learning rate follow width.
 *
 * <p>m_in and m_out are a tensor's fan-in and fan-out over those of the base network.
 */
public enum Parametrization {
  /** The usual one: variance 1 / fan-in, one learning rate for all. */
  STANDARD("standard") {
    @Override
    public WidthFactors factors(Role role, OptimizerFamily family, double mIn, double mOut) {
      return switch (role) {
        case HIDDEN, OUTPUT -> new WidthFactors(1, 1 / Math.sqrt(mIn), 1);
        case INPUT, HIDDEN_BIAS, OUTPUT_BIAS -> WidthFactors.ONE;
      };
    }
  },
  /**
   * Maximal update, in the form of table 8: what is tuned at the base width stays right at others.
   *
   * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V,
   *     table 8
   */
  MUP("muP") {
    @Override
    public WidthFactors factors(Role role, OptimizerFamily family, double mIn, double mOut) {
      return family == OptimizerFamily.SGD ? sgd(role, mIn, mOut) : adam(role, mIn, mOut);
    }

    private static WidthFactors sgd(Role role, double mIn, double mOut) {
      return switch (role) {
        case INPUT, HIDDEN_BIAS -> new WidthFactors(mOut, 1, 1);
        case HIDDEN -> new WidthFactors(mOut / mIn, 1 / Math.sqrt(mIn), 1);
        case OUTPUT -> new WidthFactors(mIn, 1, 1 / mIn);
        case OUTPUT_BIAS -> WidthFactors.ONE;
      };
    }

    private static WidthFactors adam(Role role, double mIn, double mOut) {
      return switch (role) {
        case INPUT, HIDDEN_BIAS -> WidthFactors.ONE.withEpsilon(1 / mOut);
        case HIDDEN -> new WidthFactors(1 / mIn, 1 / Math.sqrt(mIn), 1).withEpsilon(1 / mOut);
        case OUTPUT -> new WidthFactors(1, 1, 1 / mIn).withEpsilon(1 / mIn);
        case OUTPUT_BIAS -> WidthFactors.ONE;
      };
    }
  };

  private final String label;

  Parametrization(String label) {
    this.label = label;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }

  /**
   * Returns the factors of a tensor.
   *
   * @param role what it does
   * @param family of the optimizer
   * @param mIn fan-in over the base network's, above 0; 1 for inputs and biases
   * @param mOut fan-out over the base network's, above 0; 1 for outputs
   */
  public abstract WidthFactors factors(Role role, OptimizerFamily family, double mIn, double mOut);
}
