package org.retrograde.experiments.solvable;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.StepScaling;

/**
 * What a step does to expected second moments, as an update rule of its learning rate alone, so
 * that the engine trains, tunes and checks a recursion like any other training. The moments act on
 * each other, so all are one parameter group. A step contracts them and cannot be undone;
 * strategies that keep states serve it.
 */
interface ExpectedStep extends Optimizer {

  @Override
  default StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  default List<Coefficient> coefficients() {
    return List.of(Coefficient.LEARNING_RATE);
  }

  @Override
  default int moments() {
    return 0;
  }

  @Override
  default boolean isReversible() {
    return false;
  }

  @Override
  default List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of();
  }

  @Override
  default GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    return new GroupState(
        new FixedVector(device, "distance", length, FixedVector.DEFAULT_FRACTION_BITS),
        List.of(),
        new InformationBuffer(device, length));
  }

  /** Returns what is trained as real numbers, of the shape of its gradient. */
  static Tensor position(Device device, GroupState state, Tensor gradient) {
    Tensor position = zeros(device, gradient);
    state.position().copyTo(position);
    return position;
  }

  /** Returns zeros of a shape. */
  static Tensor zeros(Device device, Tensor like) {
    return device.tensor(Precision.FLOAT64, like.rows(), like.cols());
  }
}
