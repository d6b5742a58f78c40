package org.retrograde.reversible.optimizer;

/** v = gamma v - (1 - gamma) g, x += alpha v; or v = mu v + g, x -= alpha v. */
record PlainMomentum(boolean paper) implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    double gamma = at.get(Coefficient.MOMENTUM);
    for (int i = 0; i < x.length; i++) {
      m[0][i] = gamma * m[0][i] + weight(gamma) * g[i];
      x[i] += sign() * at.rate() * m[0][i];
    }
  }

  @Override
  public void undoPosition(At at, double[] x, double[][] m) {
    for (int i = 0; i < x.length; i++) {
      x[i] -= sign() * at.rate() * m[0][i];
    }
  }

  @Override
  public void undoMoments(At at, double[][] m, double[] g) {
    double gamma = at.get(Coefficient.MOMENTUM);
    for (int i = 0; i < g.length; i++) {
      m[0][i] = (m[0][i] - weight(gamma) * g[i]) / gamma;
    }
  }

  private double weight(double gamma) {
    return paper ? -(1 - gamma) : 1;
  }

  private int sign() {
    return paper ? 1 : -1;
  }
}
