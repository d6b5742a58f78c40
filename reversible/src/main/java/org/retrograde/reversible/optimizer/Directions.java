package org.retrograde.reversible.optimizer;

import java.util.HashMap;
import java.util.Map;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/** Evaluates directions of adaptive updates into scratch, one tensor for each length in use. */
final class Directions {

  private final Device device;
  private final Map<Integer, Tensor> scratch = new HashMap<>();

  Directions(Device device) {
    this.device = device;
  }

  /** Returns q, until the next call. */
  Tensor of(RootScaling f, FixedVector numerator, FixedVector square) {
    Tensor direction =
        scratch.computeIfAbsent(
            numerator.lanes().length(), length -> device.tensor(Precision.FLOAT64, 1, length));
    direction.assignRootScaling(f, numerator.lanes(), square.lanes());
    return direction;
  }
}
