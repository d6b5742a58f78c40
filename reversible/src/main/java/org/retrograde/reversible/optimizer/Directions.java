package org.retrograde.reversible.optimizer;

import java.util.HashMap;
import java.util.Map;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/** Evaluates directions of adaptive updates into scratch, one tensor for each shape in use. */
final class Directions {

  private record Shape(int rows, int cols) {}

  private final Device device;
  private final Map<Shape, Tensor> scratch = new HashMap<>();

  Directions(Device device) {
    this.device = device;
  }

  /** Returns q as a row, until the next call. */
  Tensor of(RootScaling f, FixedVector numerator, FixedVector square) {
    return of(f, numerator, square, new Shape(1, numerator.lanes().length()));
  }

  /** Returns q in the shape of {@code like}, until the next call. */
  Tensor of(RootScaling f, FixedVector numerator, FixedVector square, Tensor like) {
    return of(f, numerator, square, new Shape(like.rows(), like.cols()));
  }

  private Tensor of(RootScaling f, FixedVector numerator, FixedVector square, Shape shape) {
    Tensor direction =
        scratch.computeIfAbsent(
            shape, wanted -> device.tensor(Precision.FLOAT64, wanted.rows, wanted.cols));
    direction.assignRootScaling(f, numerator.lanes(), square.lanes());
    return direction;
  }
}
