package org.retrograde.reversible.optimizer;

/**
 * m = beta1 m + (1 - beta1) g, s = beta2 s + (1 - beta2) g^2, x = (1 - eta lambda) x - eta q with q
 * = m' / (sqrt(s') + eps), m' and s' corrected for their bias.
 */
record PlainAdamW() implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    double beta1 = at.get(Coefficient.BETA1);
    double beta2 = at.get(Coefficient.BETA2);
    for (int i = 0; i < x.length; i++) {
      m[0][i] = beta1 * m[0][i] + (1 - beta1) * g[i];
      m[1][i] = beta2 * m[1][i] + (1 - beta2) * g[i] * g[i];
    }
    double decay = decay(at);
    double[] direction = direction(at, m);
    for (int i = 0; i < x.length; i++) {
      x[i] = decay * x[i] - at.rate() * direction[i];
    }
  }

  @Override
  public void undoPosition(At at, double[] x, double[][] m) {
    double decay = decay(at);
    double[] direction = direction(at, m);
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] + at.rate() * direction[i]) / decay;
    }
  }

  @Override
  public void undoMoments(At at, double[][] m, double[] g) {
    double beta1 = at.get(Coefficient.BETA1);
    double beta2 = at.get(Coefficient.BETA2);
    for (int i = 0; i < g.length; i++) {
      m[0][i] = (m[0][i] - (1 - beta1) * g[i]) / beta1;
      m[1][i] = (m[1][i] - (1 - beta2) * g[i] * g[i]) / beta2;
    }
  }

  private static double decay(At at) {
    return 1 - at.rate() * at.get(Coefficient.WEIGHT_DECAY);
  }

  private static double[] direction(At at, double[][] m) {
    double correction1 = at.biasCorrection(Coefficient.BETA1);
    double correction2 = at.biasCorrection(Coefficient.BETA2);
    double epsilon = at.get(Coefficient.EPSILON);
    double[] direction = new double[m[0].length];
    for (int i = 0; i < direction.length; i++) {
      double below = Math.sqrt(m[1][i] / correction2) + epsilon;
      direction[i] = below > 0 ? m[0][i] / correction1 / below : 0;
    }
    return direction;
  }
}
