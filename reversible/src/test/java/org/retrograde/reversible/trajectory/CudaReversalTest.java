package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.cuda.CudaDevices;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * The paper's 44,860 parameters, there and back on device cuda: to the first bit, and by way of the
 * host's bits.
 */
final class CudaReversalTest {

  private static final String NAME = CudaDevices.NAME;
  private static final int STEPS = Integer.getInteger("retrograde.test.steps", 25);
  private static final List<ParameterGroup> GROUPS = groups(784, 50, 50, 50, 10);

  private static List<ParameterGroup> groups(int... widths) {
    List<ParameterGroup> groups = new ArrayList<>();
    for (int layer = 1; layer < widths.length; layer++) {
      groups.add(new ParameterGroup("weights " + layer, widths[layer - 1], widths[layer]));
      groups.add(new ParameterGroup("bias " + layer, 1, widths[layer]));
    }
    return groups;
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Momentum(MomentumForm.PAPER), new Momentum(MomentumForm.HEAVY_BALL), new AdamW());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyStepComesBackAndWasTheHosts(Optimizer optimizer) {
    assertThat(hashes(NAME, optimizer)).isEqualTo(hashes("host", optimizer));
  }

  /** Returns the hash of the state after every step, having gone back to the start. */
  private static List<Long> hashes(String name, Optimizer optimizer) {
    CoefficientTable coefficients =
        new CoefficientTable(STEPS, GROUPS.size())
            .fill(Coefficient.MOMENTUM, 0.7)
            .fill(Coefficient.BETA1, 0.9)
            .fill(Coefficient.BETA2, 0.99)
            .fill(Coefficient.EPSILON, 1e-8)
            .fill(Coefficient.WEIGHT_DECAY, 0.1)
            .fill(Coefficient.LEARNING_RATE, 0.01);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      TiltedWells wells = new TiltedWells(device, GROUPS, Nonlinearity.TANH);
      Samples samples = new Samples(42);
      List<double[]> start = GROUPS.stream().map(group -> samples.gaussians(group.size())).toList();
      Trajectory run =
          new Trajectory(
              device,
              new TrajectorySetup(GROUPS, wells, optimizer, coefficients),
              WayBack.Undo.toTheStart(),
              new Start(Start.copy(device, GROUPS, start)));
      List<long[]> before = Runs.lanes(run);
      List<Long> hashes = new ArrayList<>();
      while (run.step() < run.steps()) {
        run.forward();
        hashes.add(run.stateHash());
      }
      while (run.step() > 0) {
        run.backward();
      }
      List<long[]> after = Runs.lanes(run);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
      assertThat(run.buffersAreEmpty()).isTrue();
      return hashes;
    }
  }
}
