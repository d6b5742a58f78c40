package org.retrograde.reversible.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/** One parameter group under an update rule, on gradients given as arrays. */
final class Engine {

  final GroupState state;
  private final Device device;
  private final Optimizer optimizer;
  private final UpdateRule rule;
  private final int rows;
  private final int cols;
  private final Tensor weights;

  Engine(Device device, Optimizer optimizer, CoefficientTable table, double[] start) {
    this(device, optimizer, table, 1, start);
  }

  /** Makes a matrix of some rows. */
  Engine(Device device, Optimizer optimizer, CoefficientTable table, int rows, double[] start) {
    this.device = device;
    this.optimizer = optimizer;
    this.rule = optimizer.bind(device, table);
    this.rows = rows;
    this.cols = start.length / rows;
    this.state = optimizer.zeros(device, rows, cols);
    this.weights = device.tensor(rows, cols);
    state.position().addScaled(1, tensor(start));
  }

  UpdateRule rule() {
    return rule;
  }

  ReversibleRule reversible() {
    return (ReversibleRule) rule;
  }

  Tensor tensor(double[] values) {
    Tensor tensor = device.tensor(Precision.FLOAT64, rows, cols);
    tensor.assign(values);
    return tensor;
  }

  void step(int step, double[] gradient) {
    if (optimizer.followsGradients()) {
      rule.makeRoom(new Slot(step, 0), state, tensor(gradient).maxAbs().value());
    }
    rule.step(new Slot(step, 0), state, tensor(gradient), weights);
  }

  void undo(int step, double[] gradient) {
    reversible().undoPosition(new Slot(step, 0), state, weights);
    reversible().undoMoments(new Slot(step, 0), state, tensor(gradient));
  }

  double[] x() {
    return real(state.position());
  }

  double[][] moments() {
    return state.moments().stream().map(this::real).toArray(double[][]::new);
  }

  private double[] real(FixedVector vector) {
    Tensor tensor = device.tensor(Precision.FLOAT64, rows, cols);
    vector.copyTo(tensor);
    return tensor.toArray();
  }

  List<long[]> bits() {
    List<long[]> bits = new ArrayList<>();
    for (Lanes lanes : state.lanes()) {
      bits.add(lanes.toArray());
    }
    return bits;
  }
}
