package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * Differences along a direction of tensors.
 *
 * @param device of the tensors
 * @param h width, of five points in all
 */
record Differences(Device device, double h) {

  /** Returns the derivative at 0, off by h^4 times the fifth. */
  double slope(DoubleUnaryOperator f) {
    return (8 * (f.applyAsDouble(h) - f.applyAsDouble(-h))
            - (f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h)))
        / (12 * h);
  }

  /** Returns a new tensor, {@code at} plus {@code step} times {@code along}. */
  Tensor moved(Tensor at, double step, Tensor along) {
    Tensor moved = device.tensor(at.rows(), at.cols());
    moved.assign(at);
    moved.addScaled(step, along);
    return moved;
  }

  /** Moves one tensor after the other. */
  List<Tensor> moved(List<Tensor> at, double step, List<Tensor> along) {
    List<Tensor> moved = new ArrayList<>();
    for (int g = 0; g < at.size(); g++) {
      moved.add(moved(at.get(g), step, along.get(g)));
    }
    return moved;
  }

  /** Returns the dot product of all numbers. */
  static double dot(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    for (int g = 0; g < a.size(); g++) {
      sum += a.get(g).dot(b.get(g)).value();
    }
    return sum;
  }
}
