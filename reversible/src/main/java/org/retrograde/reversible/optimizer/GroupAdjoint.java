package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/**
 * Derivatives of the objective with respect to one group's state, in double precision on every
 * device.
 *
 * @param position d_x, the shape of the group
 * @param moments one for each moment vector, such as d_v
 */
public record GroupAdjoint(Tensor position, List<Tensor> moments) {

  /** Makes adjoints of zero for a group of shape [rows, cols]. */
  public static GroupAdjoint zeros(Device device, int rows, int cols, int moments) {
    return new GroupAdjoint(
        device.tensor(Precision.FLOAT64, rows, cols),
        Stream.generate(() -> device.tensor(Precision.FLOAT64, rows, cols))
            .limit(moments)
            .toList());
  }
}
