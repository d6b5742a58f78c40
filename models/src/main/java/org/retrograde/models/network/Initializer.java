package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Draws the start of a network: normal numbers whose standard deviation is that of a rule times the
 * width factor. A tuned init scale multiplies what is drawn here.
 *
 * @param rule standard deviations at the base width
 * @param spec the network that is trained
 * @param baseSizes sizes of the network that is tuned
 * @param scaling width factors of the network that is trained
 */
public record Initializer(
    Initialization rule, NetworkSpec spec, List<Integer> baseSizes, WidthScaling scaling) {

  /** Copies the sizes. */
  public Initializer {
    baseSizes = List.copyOf(baseSizes);
  }

  /**
   * Draws one start. A group that starts at zero draws nothing.
   *
   * @return one row-by-row array a parameter group
   */
  public List<double[]> draw(RandomGenerator random) {
    List<ParameterGroup> groups = spec.groups();
    List<double[]> start = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      double deviation = deviation(g);
      double[] numbers = new double[groups.get(g).size()];
      for (int i = 0; deviation != 0 && i < numbers.length; i++) {
        numbers[i] = deviation * random.nextGaussian();
      }
      start.add(numbers);
    }
    return start;
  }

  /**
   * Returns the standard deviation of a parameter group; 0 if it starts at zero.
   *
   * @param group W1, b1, W2, b2, ... counted from 0
   */
  public double deviation(int group) {
    return rule.deviation(group, spec, baseSizes.get(group / 2)) * scaling.of(group).initScale();
  }
}
