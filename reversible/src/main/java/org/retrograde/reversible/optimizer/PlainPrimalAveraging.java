package org.retrograde.reversible.optimizer;

/** z and x as they are published; m is z - x before the mean is taken. */
record PlainPrimalAveraging(double ratePower) implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    for (int i = 0; i < x.length; i++) {
      double z = x[i] + (1 - before(at)) * m[0][i] - at.rate() * g[i];
      m[0][i] = z - x[i];
      x[i] += part(at, at.step()) * m[0][i];
    }
  }

  @Override
  public void undoPosition(At at, double[] x, double[][] m) {
    for (int i = 0; i < x.length; i++) {
      x[i] -= part(at, at.step()) * m[0][i];
    }
  }

  @Override
  public void undoMoments(At at, double[][] m, double[] g) {
    for (int i = 0; i < g.length; i++) {
      m[0][i] = (m[0][i] + at.rate() * g[i]) / (1 - before(at));
    }
  }

  private double before(At at) {
    return at.step() == 0 ? 0 : part(at, at.step() - 1);
  }

  private double part(At at, int step) {
    return PlainScheduleFree.part(at, step, ratePower, 1);
  }
}
