package org.retrograde.reversible.device;

import org.retrograde.reversible.word.Keyword;

/**
 * An elementwise function y = f(x) whose derivative is a function of its value.
 *
 * <p>That property lets a reverse sweep keep y alone: f'(x) and the derivative of f' along a
 * tangent are both polynomials in y.
 */
public enum Nonlinearity implements Keyword {
  /** Hyperbolic tangent; f' = 1 - y^2. */
  TANH("hyperbolic tangent"),
  /** max(x, 0); f' = 1 where y &gt; 0, else 0 (so 0 at the kink). */
  RELU("max(0, x)"),
  /** 1 / (1 + exp(-x)); f' = y (1 - y). */
  LOGISTIC("1 / (1 + exp(-x))");

  private final String meaning;

  Nonlinearity(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
