package org.retrograde.reversible.optimizer;

/**
 * x = (1 - eta lambda) x - eta u, u = sign(beta1 m + (1 - beta1) g), m = beta2 m + (1 - beta2) g;
 * the second moment is the sum of signs, d = d / 3 + u.
 *
 * @param third what a sum decays by
 */
record PlainLion(double third) implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    double beta1 = at.get(Coefficient.BETA1);
    double beta2 = at.get(Coefficient.BETA2);
    for (int i = 0; i < x.length; i++) {
      double sign = Math.signum(beta1 * m[0][i] + (1 - beta1) * g[i]);
      x[i] = decay(at) * x[i] - at.rate() * sign;
      m[0][i] = beta2 * m[0][i] + (1 - beta2) * g[i];
      m[1][i] = third * m[1][i] + sign;
    }
  }

  @Override
  public void undoPosition(At at, double[] x, double[][] m) {
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] + at.rate() * Math.rint(m[1][i])) / decay(at);
    }
  }

  @Override
  public void undoMoments(At at, double[][] m, double[] g) {
    double beta2 = at.get(Coefficient.BETA2);
    for (int i = 0; i < g.length; i++) {
      m[0][i] = (m[0][i] - (1 - beta2) * g[i]) / beta2;
      m[1][i] = (m[1][i] - Math.rint(m[1][i])) / third;
    }
  }

  private static double decay(At at) {
    return 1 - at.rate() * at.get(Coefficient.WEIGHT_DECAY);
  }
}
