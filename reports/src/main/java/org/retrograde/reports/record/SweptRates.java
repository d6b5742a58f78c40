package org.retrograde.reports.record;

import org.jspecify.annotations.Nullable;

/**
 * How the best learning rate follows the width in one experiment, and what was published of it.
 *
 * @param experiment its name
 * @param title one line for people; may be empty
 * @param loss what the losses are, for people
 * @param baseWidth at whose best rate the other widths are judged
 * @param published what somebody found; null if nothing is said
 * @param transfer what this run found
 */
public record SweptRates(
    String experiment,
    String title,
    String loss,
    int baseWidth,
    @Nullable PublishedTransfer published,
    RateTransfer transfer) {

  /** The regret up to which a rate counts as good enough at another width. */
  public static final double GOOD_ENOUGH = 0.05;

  /**
   * Returns whether the best rate of the grid is the same at every width, by which Lingle judges.
   * Where every run of a width diverged it is not.
   *
   * @see <a href="https://arxiv.org/abs/2404.05728">Lingle (2024)</a>
   */
  public boolean staysByBestRate() {
    return transfer.curves().stream().mapToDouble(RateCurve::bestRate).distinct().count() == 1
        && transfer.curves().stream().allMatch(curve -> Double.isFinite(curve.bestLoss()));
  }

  /** Returns the regret at the width where it is largest; NaN if a width has none. */
  public double largestRegret() {
    return transfer.curves().stream().mapToDouble(RateCurve::regret).reduce(0, Math::max);
  }

  /** Returns whether the base width's best rate is good enough at every width. */
  public boolean staysByRegret() {
    return largestRegret() <= GOOD_ENOUGH;
  }

  /**
   * Returns whether, at the base width's best rate, every width has less loss than those below it.
   */
  public boolean widerIsBetter() {
    double[] losses = transfer.curves().stream().mapToDouble(RateCurve::lossAtBaseRate).toArray();
    for (int i = 1; i < losses.length; i++) {
      if (!(losses[i] < losses[i - 1])) {
        return false;
      }
    }
    return true;
  }
}
