package org.retrograde.hypergrad.check;

import java.util.List;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * Empirical metasmoothness: whether training reacts to a second nudge of its hyperparameters as it
 * did to the first. From the trained weights w at z, z + h v and z + 2 h v, with the changes a =
 * w(z + h v) - w(z) and b = w(z + 2 h v) - w(z + h v): the mean of sign(a_i) sign(b_i), weighted by
 * |a_i|. Near 1, the objective is smooth at this scale and a hypergradient says where to go; near
 * 0, it says nothing.
 *
 * @see <a href="https://arxiv.org/abs/2503.13751">Engstrom et al. (2025)</a>, definition 2
 */
public final class Metasmoothness {

  private Metasmoothness() {}

  /**
   * Returns the three points to train at.
   *
   * @param at z, raw hyperparameters
   * @param direction v, as many
   * @param width h
   */
  public static List<double[]> points(double[] at, double[] direction, double width) {
    RawVector start = new RawVector(at);
    RawVector along = new RawVector(direction);
    return List.of(
        at.clone(),
        start.plus(along.scaled(width)).toArray(),
        start.plus(along.scaled(2 * width)).toArray());
  }

  /**
   * Returns the metasmoothness.
   *
   * @param weights trained at each of {@link #points}, all groups in one array
   * @return in [-1, 1]; 1 if the weights do not move at all
   */
  public static double of(List<double[]> weights) {
    double[] first = weights.get(0);
    double[] second = weights.get(1);
    double[] third = weights.get(2);
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
