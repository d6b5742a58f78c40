package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * Draws the start of a network: weights normal with standard deviation gain / sqrt(fan-in of the
 * base network) times the width factor, biases zero.
 *
 * <p>The gain is sqrt(2) before a rectifier and 1 otherwise, which keeps the size of activations
 * through depth. A tuned init scale multiplies what is drawn here.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
 */
public final class Initializer {

  private Initializer() {}

  /**
   * Draws one start.
   *
   * @param baseSizes sizes of the network that is tuned
   * @param scaling width factors of the network that is trained
   * @return one row-by-row array a parameter group
   */
  public static List<double[]> draw(
      RandomGenerator random, NetworkSpec spec, List<Integer> baseSizes, WidthScaling scaling) {
    List<double[]> start = new ArrayList<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      double deviation = deviation(layer, spec, baseSizes, scaling);
      double[] weights = new double[spec.fanIn(layer) * spec.fanOut(layer)];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = deviation * random.nextGaussian();
      }
      start.add(weights);
      start.add(new double[spec.fanOut(layer)]);
    }
    return start;
  }

  /**
   * Returns the standard deviation of a layer's weights.
   *
   * @param layer from 0
   */
  public static double deviation(
      int layer, NetworkSpec spec, List<Integer> baseSizes, WidthScaling scaling) {
    boolean rectified = spec.activation() == Nonlinearity.RELU && layer < spec.layers() - 1;
    return Math.sqrt((rectified ? 2.0 : 1.0) / baseSizes.get(layer))
        * scaling.of(2 * layer).initScale();
  }
}
