package org.retrograde.hypergrad.trial;

import java.util.List;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.reversible.storage.DoubleSeries;

/**
 * The derivative of a run's final loss.
 *
 * @param strategy how the states of the way back are found
 */
public record Derivative(Strategy strategy) implements Want<Derivative.Found> {

  /**
   * A hypergradient, as a value.
   *
   * @param finalLoss of the run
   * @param derivative of it, with respect to settings without the factors of a width; those of L2
   *     penalties are evaluated only where at least one penalty is not 0
   * @param adjointNorms |d_x|, the norm of the derivative with respect to all weights before step
   *     t, for t = 0 .. T; NaN before the step at which a truncated way back ended
   * @param reversal what the way back showed
   */
  public record Found(
      double finalLoss, RunSettings derivative, List<Double> adjointNorms, Reversal reversal) {

    /** Copies the list. */
    public Found {
      adjointNorms = DoubleSeries.copyOf(adjointNorms);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    Link link = problem.link(width);
    Hypergradient found =
        strategy.differentiate(problem.run(link.effective(settings), width, seed));
    return new Found(
        found.finalLoss(),
        link.pullBack(found.derivative()),
        found.adjointNorms(),
        found.reversal());
  }
}
