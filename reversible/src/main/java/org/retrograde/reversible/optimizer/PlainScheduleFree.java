package org.retrograde.reversible.optimizer;

/** z and x as they are published, y between them; m is z - x before the mean is taken. */
record PlainScheduleFree(double ratePower) implements PlainRule {

  @Override
  public void step(At at, double[] y, double[][] m, double[] g) {
    step(at, y, m[0], g);
  }

  /**
   * Takes one step.
   *
   * @param f z - x before the mean is taken. Modified.
   * @param q what z moves along
   */
  void step(At at, double[] y, double[] f, double[] q) {
    double before = at.step() == 0 ? 0 : part(at, at.step() - 1, ratePower, 0);
    double part = part(at, at.step(), ratePower, 0);
    double beta = at.get(Coefficient.INTERPOLATION);
    boolean isLast = at.step() == at.table().steps() - 1;
    double next = isLast ? 1 : at.table().get(Coefficient.INTERPOLATION, at.step() + 1, at.group());
    for (int i = 0; i < y.length; i++) {
      double apart = (1 - before) * f[i]; // z - x
      double x = y[i] - (1 - beta) * apart;
      double z = x + apart - at.rate() * q[i];
      f[i] = z - x;
      x = (1 - part) * x + part * z;
      y[i] = (1 - next) * z + next * x;
    }
  }

  /** Returns c, with the start counting as much as the first step, times {@code start}. */
  static double part(At at, int step, double ratePower, int start) {
    double sum = 0;
    double last = 0;
    double largest = 0;
    for (int t = 0; t <= step; t++) {
      largest = Math.max(largest, at.table().get(Coefficient.LEARNING_RATE, t, at.group()));
      last =
          Math.pow(t + 1.0, at.table().get(Coefficient.AVERAGING, t, at.group()))
              * Math.pow(largest, ratePower);
      sum += t == 0 ? (1 + start) * last : last;
    }
    return sum > 0 ? last / sum : 0;
  }
}
