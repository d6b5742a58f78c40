package org.retrograde.hypergrad.rule;

/**
 * Descends the loss of the step before by its rate, one step at a time: log eta moves by kappa
 * cos(g_t, g_{t-1}), since -&lt;g_t, g_{t-1}&gt; is the derivative of that loss by the rate of
 * plain SGD.
 *
 * @param kappa size of the largest move, above 0
 * @param most the largest factor of the usual rates, above 0
 * @param per which parameters share a rate
 * @see <a href="https://arxiv.org/abs/1703.04782">Baydin et al. (2018)</a>, with its multiplicative
 *     update
 */
public record HypergradientDescent(double kappa, double most, Shared per) implements RateRule {

  /** Checks the range. */
  public HypergradientDescent {
    Ranges.above("kappa", kappa);
    Ranges.above("most", most);
  }

  /** Makes the form of one rate for all and moves of at most .02. */
  public HypergradientDescent() {
    this(0.02, DeltaBarDelta.MOST, Shared.ALL);
  }

  @Override
  public String word() {
    return "hypergradient-descent";
  }

  @Override
  public String meaning() {
    return "moves log rates by the cosine of a gradient and the one before (Baydin et al. 2018)";
  }

  @Override
  public Shared shared() {
    return per;
  }

  @Override
  public Chooser begin(int groups) {
    return new Factors(
        per,
        most,
        new Agreement(per, 0, groups),
        (log, cosine, unit) -> log + kappa * cosine,
        groups);
  }
}
