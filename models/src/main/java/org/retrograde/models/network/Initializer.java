package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Draws the start of a network: normal numbers whose standard deviation is that of a rule times the
 * width factor. A tuned init scale multiplies what is drawn here.
 *
 * @param rule standard deviations at the base width
 * @param layout of the network that is trained
 * @param base of the network at the base width
 * @param scaling width factors of the network that is trained
 */
public record Initializer(Initialization rule, Layout layout, Layout base, WidthScaling scaling) {

  /**
   * Draws one start. A group that starts at zero draws nothing.
   *
   * @param device where it goes; no array of a group's size is made in Java
   * @return one new tensor of precision float64 a parameter group
   */
  public List<Tensor> draw(Device device, RandomGenerator random) {
    List<ParameterGroup> groups = layout.groups();
    List<Tensor> start = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      double deviation = deviation(g);
      Tensor numbers = device.tensor(Precision.FLOAT64, groups.get(g).rows(), groups.get(g).cols());
      if (deviation != 0) {
        numbers.assign(() -> deviation * random.nextGaussian());
      }
      start.add(numbers);
    }
    return start;
  }

  /**
   * Returns the standard deviation of a parameter group; 0 if it starts at zero.
   *
   * @param group counted from 0
   */
  public double deviation(int group) {
    return rule.deviation(base.parameters().get(group)) * scaling.of(group).initScale();
  }
}
