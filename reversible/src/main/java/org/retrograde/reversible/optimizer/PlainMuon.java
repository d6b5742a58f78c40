package org.retrograde.reversible.optimizer;

/**
 * m = mu m + (1 - mu) g, x = (1 - eta lambda) x - eta scale O, the iteration by X' = a X + b X X^T
 * X + c (X X^T)^2 X, whichever side is the longer one.
 */
record PlainMuon(MuonScale scale, int rows) implements PlainRule {

  @Override
  public void step(At at, double[] x, double[][] m, double[] g) {
    double mu = at.get(Coefficient.MOMENTUM);
    for (int i = 0; i < x.length; i++) {
      m[0][i] = mu * m[0][i] + (1 - mu) * g[i];
    }
    double[] direction = direction(m[0]);
    for (int i = 0; i < x.length; i++) {
      x[i] = decay(at) * x[i] - at.rate() * direction[i];
    }
  }

  @Override
  public void undoPosition(At at, double[] x, double[][] m) {
    double[] direction = direction(m[0]);
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] + at.rate() * direction[i]) / decay(at);
    }
  }

  @Override
  public void undoMoments(At at, double[][] m, double[] g) {
    double mu = at.get(Coefficient.MOMENTUM);
    for (int i = 0; i < g.length; i++) {
      m[0][i] = (m[0][i] - (1 - mu) * g[i]) / mu;
    }
  }

  private static double decay(At at) {
    return 1 - at.rate() * at.get(Coefficient.WEIGHT_DECAY);
  }

  /** Returns scale O. */
  private double[] direction(double[] m) {
    int cols = m.length / rows;
    double squares = 0;
    for (double entry : m) {
      squares += entry * entry;
    }
    double[][] x = new double[rows][cols];
    for (int i = 0; squares > 0 && i < m.length; i++) {
      x[i / cols][i % cols] = m[i] / Math.sqrt(squares);
    }
    for (int step = 0; step < 5; step++) {
      double[][] cube = times(times(x, transposed(x)), x);
      double[][] fifth = times(times(x, transposed(x)), cube);
      for (int i = 0; i < m.length; i++) {
        int row = i / cols;
        int col = i % cols;
        x[row][col] = 3.4445 * x[row][col] - 4.775 * cube[row][col] + 2.0315 * fifth[row][col];
      }
    }
    double[] direction = new double[m.length];
    for (int i = 0; i < m.length; i++) {
      direction[i] = scale.of(rows, cols) * x[i / cols][i % cols];
    }
    return direction;
  }

  private static double[][] transposed(double[][] a) {
    double[][] b = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        b[j][i] = a[i][j];
      }
    }
    return b;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
