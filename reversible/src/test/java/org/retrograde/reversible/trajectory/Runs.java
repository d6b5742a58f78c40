package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

/** The small runs on which ways back are compared. */
final class Runs {

  static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("weights 1", 7, 5, true),
          new ParameterGroup("bias 1", 1, 5),
          new ParameterGroup("weights 2", 5, 1));

  static final List<Optimizer> REVERSIBLE =
      Optimizers.ALL.all().stream().filter(Optimizer::isReversible).toList();

  static final List<Optimizer> IRREVERSIBLE =
      Optimizers.ALL.all().stream().filter(optimizer -> !optimizer.isReversible()).toList();

  private Runs() {}

  static List<double[]> start(long seed) {
    Samples samples = new Samples(seed);
    return GROUPS.stream().map(group -> samples.gaussians(group.size())).toList();
  }

  static Start start(Device device, long seed) {
    return start(device, start(seed));
  }

  static Start start(Device device, List<double[]> weights) {
    return new Start(Start.copy(device, GROUPS, weights));
  }

  /** Other coefficients at every step and for every group. */
  static CoefficientTable coefficients(int steps, long seed) {
    Samples samples = new Samples(seed + 1000);
    CoefficientTable table = new CoefficientTable(steps, GROUPS.size());
    for (int step = 0; step < steps; step++) {
      for (int group = 0; group < GROUPS.size(); group++) {
        double rate = Math.pow(10, samples.uniform(-3, -0.3));
        table.set(Coefficient.LEARNING_RATE, step, group, rate);
        table.set(Coefficient.MOMENTUM, step, group, samples.uniform(0.5, 0.99));
        table.set(Coefficient.BETA1, step, group, samples.uniform(0.5, 0.99));
        table.set(Coefficient.BETA2, step, group, samples.uniform(0.9, 0.9999));
        table.set(Coefficient.EPSILON, step, group, 1e-8);
        table.set(Coefficient.INTERPOLATION, step, group, 0.1 + step % 8 / 10.0);
        table.set(Coefficient.AVERAGING, step, group, step % 3 / 2.0);
        table.set(Coefficient.WEIGHT_DECAY, step, group, samples.uniform(0, 0.5));
      }
    }
    return table;
  }

  /** Every bit of the state: positions, moments, heads. */
  static List<long[]> lanes(Trajectory run) {
    return run.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toList();
  }
}
