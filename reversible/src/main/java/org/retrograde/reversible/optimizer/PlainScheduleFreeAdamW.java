package org.retrograde.reversible.optimizer;

/**
 * The published formulas, along g / (sqrt(s / (1 - beta2^t)) + eps) + lambda y. Moments are g, s,
 * and z - x before the mean is taken.
 */
record PlainScheduleFreeAdamW(PlainScheduleFree steps) implements PlainRule {

  @Override
  public void step(At at, double[] y, double[][] m, double[] g) {
    double beta2 = at.get(Coefficient.BETA2);
    double correction = at.biasCorrection(Coefficient.BETA2);
    double[] q = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      m[0][i] = g[i];
      m[1][i] = beta2 * m[1][i] + (1 - beta2) * g[i] * g[i];
      double below = Math.sqrt(m[1][i] / correction) + at.get(Coefficient.EPSILON);
      q[i] = (below > 0 ? g[i] / below : 0) + at.get(Coefficient.WEIGHT_DECAY) * y[i];
    }
    steps.step(at, y, m[2], q);
  }
}
