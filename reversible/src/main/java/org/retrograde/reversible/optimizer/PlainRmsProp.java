package org.retrograde.reversible.optimizer;

/** s = beta2 s + (1 - beta2) g^2, x -= alpha g / (sqrt(s) + eps). Moments are g and s. */
record PlainRmsProp() implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    double beta2 = at.get(Coefficient.BETA2);
    for (int i = 0; i < x.length; i++) {
      m[0][i] = g[i];
      m[1][i] = beta2 * m[1][i] + (1 - beta2) * g[i] * g[i];
      double below = Math.sqrt(m[1][i]) + at.get(Coefficient.EPSILON);
      x[i] -= below > 0 ? at.rate() * g[i] / below : 0;
    }
  }
}
