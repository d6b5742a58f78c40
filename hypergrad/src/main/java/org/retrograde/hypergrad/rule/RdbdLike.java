package org.retrograde.hypergrad.rule;

/**
 * Delta-bar-delta that regrets: log eta moves by D_t = kappa cos(g_t, g_{t-1}), and where D_t has
 * another sign than D_{t-1}, the contradicted move is taken back too.
 *
 * <p>Of "Regrettable delta-bar-delta" only the abstract could be had: a scheduler over any
 * optimizer that compares the update with the one before, and corrects a biased move promptly. This
 * is our reconstruction of it, hence the name.
 *
 * @param kappa size of the largest move, above 0
 * @param undo whether a contradicted move is taken back instead of the new one, not on top of it
 * @param most the largest factor of the usual rates, above 0
 * @param per which parameters share a rate
 * @see <a href="https://arxiv.org/abs/2310.11291">arXiv 2310.11291</a>, of which this may differ
 */
public record RdbdLike(double kappa, boolean undo, double most, Shared per) implements RateRule {

  /** Checks the range. */
  public RdbdLike {
    Ranges.above("kappa", kappa);
    Ranges.above("most", most);
  }

  /** Makes the form of one rate for all and moves of at most .02. */
  public RdbdLike() {
    this(0.02, false, DeltaBarDelta.MOST, Shared.ALL);
  }

  @Override
  public String word() {
    return "rdbd-like";
  }

  @Override
  public String meaning() {
    return "`hypergradient-descent` that also takes back a move which the next one contradicts, our"
        + " reconstruction of 2310.11291";
  }

  @Override
  public Shared shared() {
    return per;
  }

  @Override
  public Chooser begin(int groups) {
    double[] last = new double[per.units(groups)];
    Factors.Move move =
        (log, cosine, unit) -> {
          double now = kappa * cosine;
          double before = last[unit];
          last[unit] = now;
          if (now * before >= 0) {
            return log + now;
          }
          return undo ? log - before : log + now - before;
        };
    return new Factors(per, most, new Agreement(per, 0, groups), move, groups);
  }
}
