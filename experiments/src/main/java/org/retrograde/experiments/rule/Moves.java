package org.retrograde.experiments.rule;

/**
 * How a rule's moves stand to the exact derivative G of the final loss by the logarithm of each
 * step's rate. A move of log eta is right at its step if it goes against the sign of G there, and
 * right in the tail if it goes against the sum of G from there on, since moves persist. Moves of
 * nothing, and steps without a derivative, do not count.
 *
 * @param right moves that are right at their step
 * @param counted moves that can be
 * @param tailRight moves that are right in the tail
 * @param tailCounted moves that can be
 * @param tooLong steps whose G is above 0: a smaller rate would have left less
 * @param steps whose G is not 0
 */
record Moves(int right, int counted, int tailRight, int tailCounted, int tooLong, int steps) {

  /** Of logarithms, below which a move is rounding. */
  private static final double NO_MOVE = 1e-12;

  static final Moves NONE = new Moves(0, 0, 0, 0, 0, 0);

  /**
   * Scores a run.
   *
   * @param factors of the usual rates, [step][unit]; those of 0 make no moves
   * @param derivative G, [step][unit]
   */
  static Moves of(double[][] factors, double[][] derivative) {
    Moves all = NONE;
    int units = factors[0].length;
    for (int u = 0; u < units; u++) {
      double tail = 0;
      for (int t = factors.length - 1; t >= 0; t--) {
        double slope = derivative[t][u];
        tail += slope;
        double move = t == 0 ? 0 : Math.log(factors[t][u] / factors[t - 1][u]);
        boolean moves = Double.isFinite(move) && Math.abs(move) > NO_MOVE;
        all =
            all.plus(
                new Moves(
                    one(moves && move * slope < 0),
                    one(moves && slope != 0),
                    one(moves && move * tail < 0),
                    one(moves && tail != 0),
                    one(slope > 0),
                    one(slope != 0)));
      }
    }
    return all;
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }

  Moves plus(Moves other) {
    return new Moves(
        right + other.right,
        counted + other.counted,
        tailRight + other.tailRight,
        tailCounted + other.tailCounted,
        tooLong + other.tooLong,
        steps + other.steps);
  }

  /** Returns the share of moves that are right at their step; NaN without any. */
  double agreement() {
    return (double) right / counted;
  }

  /** Returns the share of moves that are right in the tail; NaN without any. */
  double tailAgreement() {
    return (double) tailRight / tailCounted;
  }

  /** Returns the share of steps that are too long; NaN without any. */
  double tooLongShare() {
    return (double) tooLong / steps;
  }
}
