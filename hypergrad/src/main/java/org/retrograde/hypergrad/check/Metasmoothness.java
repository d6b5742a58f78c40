package org.retrograde.hypergrad.check;

import java.util.function.UnaryOperator;
import org.retrograde.hypergrad.meta.RawVector;

/**
 * Empirical metasmoothness: whether training reacts to a second nudge of its hyperparameters as it
 * did to the first. From the trained weights w at z, z + h v and z + 2 h v, with the changes a =
 * w(z + h v) - w(z) and b = w(z + 2 h v) - w(z + h v): the mean of sign(a_i) sign(b_i), weighted by
 * |a_i|. Near 1, the objective is smooth at this scale and a hypergradient says where to go; near
 * 0, it says nothing.
 *
 * @param train trained weights of raw hyperparameters, all groups in one array
 * @see <a href="https://arxiv.org/abs/2503.13751">Engstrom et al. (2025)</a>, definition 2
 */
public record Metasmoothness(UnaryOperator<double[]> train) {

  /**
   * Trains three times.
   *
   * @param at z, raw hyperparameters
   * @param direction v, as many
   * @param width h
   * @return in [-1, 1]; 1 if the weights do not move at all
   */
  public double along(double[] at, double[] direction, double width) {
    double[] first = train.apply(at);
    RawVector start = new RawVector(at);
    RawVector along = new RawVector(direction);
    double[] second = train.apply(start.plus(along.scaled(width)).toArray());
    double[] third = train.apply(start.plus(along.scaled(2 * width)).toArray());
    double agreement = 0;
    double total = 0;
    for (int i = 0; i < first.length; i++) {
      double change = second[i] - first[i];
      agreement += change * Math.signum(third[i] - second[i]);
      total += Math.abs(change);
    }
    return total == 0 ? 1 : agreement / total;
  }
}
