package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** The paper's network of 784-50-50-50-10 units, 44,860 parameters, for 1000 steps and back. */
final class ReversalAtScaleTest {

  private static final int STEPS = 1000;
  private static final int[] WIDTHS = {784, 50, 50, 50, 10};
  private static final List<ParameterGroup> GROUPS = groups();

  private static List<ParameterGroup> groups() {
    List<ParameterGroup> groups = new ArrayList<>();
    for (int layer = 1; layer < WIDTHS.length; layer++) {
      groups.add(new ParameterGroup("weights " + layer, WIDTHS[layer - 1], WIDTHS[layer]));
      groups.add(new ParameterGroup("bias " + layer, 1, WIDTHS[layer]));
    }
    return groups;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"host", "nd4j"})
  void atGamma09AThousandStepsComeBackForAFractionOfABitEach(String name) {
    CoefficientTable coefficients =
        new CoefficientTable(STEPS, GROUPS.size())
            .fill(Coefficient.MOMENTUM, 0.9)
            .fill(Coefficient.LEARNING_RATE, 0.1);

    MemoryAccount memory = thereAndBack(name, coefficients);

    assertThat(memory.parameters()).isEqualTo(44_860);
    assertThat(memory.entropyLimit()).isCloseTo(0.152, within(1e-4));
    assertThat(memory.accounted()).isBetween(memory.entropyLimit(), 1.02 * 0.152);
    assertThat(memory.allocated()).isBetween(memory.accounted(), 0.25);
  }

  @ParameterizedTest(name = "{0}, seed 1")
  @ValueSource(strings = {"host", "nd4j"})
  void atAnotherGammaEveryStepAThousandStepsComeBack(String name) {
    Samples samples = new Samples(1);
    CoefficientTable coefficients = new CoefficientTable(STEPS, GROUPS.size());
    for (int step = 0; step < STEPS; step++) {
      for (int group = 0; group < GROUPS.size(); group++) {
        coefficients.set(Coefficient.MOMENTUM, step, group, samples.uniform(0.5, 0.99));
        coefficients.set(Coefficient.LEARNING_RATE, step, group, samples.uniform(0.01, 0.3));
      }
    }

    MemoryAccount memory = thereAndBack(name, coefficients);

    assertThat(memory.accounted() / memory.entropyLimit()).isBetween(1.0, 1.02);
  }

  /** Checks the return to the start; gives what the way back cost where it was longest. */
  private static MemoryAccount thereAndBack(String name, CoefficientTable coefficients) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Samples samples = new Samples(42);
      List<double[]> start = GROUPS.stream().map(group -> samples.gaussians(group.size())).toList();
      Trajectory run =
          new Trajectory(
              device,
              TrajectorySetup.undoing(GROUPS, new Momentum(MomentumForm.PAPER), coefficients),
              start);
      List<long[]> before = lanes(run);
      GradientFunction function = new TiltedWells(device, GROUPS, Nonlinearity.RELU);

      for (int step = 0; step < STEPS; step++) {
        run.forward(function);
      }
      MemoryAccount memory = run.memory();
      while (run.step() > 0) {
        run.backward(function);
      }

      List<long[]> after = lanes(run);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
      assertThat(run.buffersAreEmpty()).isTrue();
      return memory;
    }
  }

  private static List<long[]> lanes(Trajectory run) {
    return run.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toList();
  }
}
