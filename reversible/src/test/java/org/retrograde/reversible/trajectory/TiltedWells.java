package org.retrograde.reversible.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * A cheap nonlinear gradient that depends on the step: g = c_t w + f(w) / 2 in every group, of no
 * network in particular.
 */
final class TiltedWells implements GradientFunction {

  private final Nonlinearity f;
  private final List<Tensor> bent = new ArrayList<>();

  TiltedWells(Device device, List<ParameterGroup> groups, Nonlinearity f) {
    this.f = f;
    for (ParameterGroup group : groups) {
      bent.add(device.tensor(group.rows(), group.cols()));
    }
  }

  @Override
  public Scalar evaluate(int step, List<Tensor> weights, List<Tensor> gradient) {
    List<Scalar> terms = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      gradient.get(g).assignScaled(tilt(step), weights.get(g));
      bent.get(g).assignFunction(f, weights.get(g));
      gradient.get(g).addScaled(0.5, bent.get(g));
      terms.add(gradient.get(g).dot(weights.get(g)));
    }
    return Scalar.sum(terms);
  }

  private static double tilt(int step) {
    return 0.01 * (1 + step % 7);
  }

  /** The same gradient of one weight in plain doubles, with f = tanh. */
  static double gradient(int step, double weight) {
    return tilt(step) * weight + 0.5 * Math.tanh(weight);
  }
}
