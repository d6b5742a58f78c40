package org.retrograde.reversible.optimizer;

/** v = mu v + g, x -= alpha (g + mu v). */
record PlainNesterov() implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    double mu = at.get(Coefficient.MOMENTUM);
    for (int i = 0; i < x.length; i++) {
      m[0][i] = mu * m[0][i] + g[i];
      x[i] -= at.rate() * (g[i] + mu * m[0][i]);
    }
  }
}
