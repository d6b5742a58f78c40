package org.retrograde.reversible.device;

import org.retrograde.reversible.word.Keyword;

/**
 * An elementwise function y = f(x). Its derivative, and the derivative of that along a tangent, are
 * functions of one number that a reverse sweep keeps, the base: y where that is enough, else x.
 */
public enum Nonlinearity implements Keyword {
  /** Hyperbolic tangent; f' = 1 - y^2. */
  TANH("hyperbolic tangent", false),
  /** max(x, 0); f' = 1 where y &gt; 0, else 0 (so 0 at the kink). */
  RELU("max(0, x)", false),
  /** 1 / (1 + exp(-x)); f' = y (1 - y). */
  LOGISTIC("1 / (1 + exp(-x))", false),
  /**
   * x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
   *
   * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016)</a>, section 2
   */
  GELU("x Phi(x) in the form x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))", true),
  /** x / (1 + exp(-x)), also called swish. */
  SILU("x / (1 + exp(-x))", true),
  /**
   * max(x, 0)^2; f' = 2 max(x, 0), f'' = 2 where x &gt; 0, else 0.
   *
   * @see <a href="https://arxiv.org/abs/2109.08668">So et al. (2021)</a>, section 3
   */
  SQUARED_RELU("max(0, x)^2", true);

  private final String meaning;
  private final boolean hasBaseX;

  Nonlinearity(String meaning, boolean hasBaseX) {
    this.meaning = meaning;
    this.hasBaseX = hasBaseX;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns whether the base, which derivatives are functions of, is x; else it is y. */
  public boolean hasBaseX() {
    return hasBaseX;
  }
}
