package org.retrograde.hypergrad.autolrs;

/**
 * AutoLRS: training goes stage by stage. From the state that a stage begins with, a few steps are
 * taken at each of some learning rates; the loss at the end of the stage is forecast for each by an
 * exponential curve; the rate of the least forecast, and of no model's mean, trains the stage, from
 * that state again; should training leave the numbers there, the next least, which is ours. Then
 * stages and windows are twice as long, up to a bound. With ten rates and windows of a tenth the
 * search takes as many steps as the training.
 *
 * <p>Known weakness: a stage is chosen for the loss at its own end, at which small rates look best,
 * and not for what later stages make of it.
 *
 * @param stages their lengths
 * @param rates what is tried
 * @param sight how losses are seen
 * @see <a href="https://arxiv.org/abs/2105.10762">Jin et al. (2021)</a>, Algorithm 1
 */
public record AutoLrs(Stages stages, Rates rates, Sight sight) {

  /**
   * Lengths in steps.
   *
   * @param first of the first stage, at least 1
   * @param window that is trained at each rate, at least 2, at most {@code first}
   * @param longest stage, at least {@code first}: no further doubling leads beyond it
   */
  public record Stages(int first, int window, int longest) {

    /** Checks the ranges. */
    public Stages {
      if (window < 2 || window > first || longest < first) {
        throw new IllegalArgumentException(
            "2 <= window <= first <= longest must hold, got %d, %d and %d"
                .formatted(window, first, longest));
      }
    }
  }

  /**
   * What is tried.
   *
   * @param count rates of a stage, in [2, 100]
   * @param lowest as a part of the highest, in (0, 1)
   * @param candidates which between them
   */
  public record Rates(int count, double lowest, Candidates candidates) {

    private static final int MOST = 100;

    /** Checks the ranges. */
    public Rates {
      if (count < 2 || count > MOST) {
        throw new IllegalArgumentException(
            "count must be at least 2 and at most %d, got %d".formatted(MOST, count));
      }
      if (!(lowest > 0 && lowest < 1)) {
        throw new IllegalArgumentException("lowest must be above 0 and below 1, got " + lowest);
      }
    }

    /** Returns the factor of the highest rates at a place in [0, 1]. */
    double factor(double place) {
      return StrictMath.exp(StrictMath.log(lowest) * (1 - place));
    }
  }

  /**
   * How losses are seen.
   *
   * @param watched which
   * @param filter what becomes of them before a curve is fitted
   * @param irreducible what is added to each, finite
   * @param noise deviation of the normal noise that each is then multiplied by 1 plus, at least 0
   */
  public record Sight(Watched watched, LossFilter filter, double irreducible, double noise) {

    /** Checks the ranges. */
    public Sight {
      if (!(noise >= 0 && Double.isFinite(noise) && Double.isFinite(irreducible))) {
        throw new IllegalArgumentException(
            "noise must be at least 0, and irreducible finite, got %s and %s"
                .formatted(noise, irreducible));
      }
    }
  }
}
