package org.retrograde.hypergrad.rule;

/**
 * A rule that moves the logarithm of a factor of the usual rates, by how the gradient agrees with
 * those before it, up to a largest factor, and down to 2^-20.
 */
final class Factors implements RateRule.Chooser {

  private static final double LEAST_LOG = -20 * Math.log(2);

  /** What an agreement does to a factor. */
  @FunctionalInterface
  interface Move {

    /**
     * Moves a factor.
     *
     * @param log its logarithm
     * @param cosine how the gradient agrees
     * @param unit whose it is
     * @return the new logarithm
     */
    double from(double log, double cosine, int unit);
  }

  private final Shared per;
  private final Agreement agreement;
  private final Move move;
  private final double largestLog;
  private final double[] logs;

  Factors(Shared per, double most, Agreement agreement, Move move, int groups) {
    this.per = per;
    this.largestLog = Math.log(most);
    this.agreement = agreement;
    this.move = move;
    this.logs = new double[per.units(groups)];
  }

  @Override
  public double[] rates(StepView view) {
    double[] cosines = agreement.with(view.gradient());
    double[] factors = new double[logs.length];
    for (int u = 0; u < logs.length; u++) {
      double log = move.from(logs[u], cosines[u], u);
      logs[u] = Math.max(LEAST_LOG, Math.min(largestLog, log));
      factors[u] = Math.exp(logs[u]);
    }
    return per.times(factors, view.usual());
  }
}
