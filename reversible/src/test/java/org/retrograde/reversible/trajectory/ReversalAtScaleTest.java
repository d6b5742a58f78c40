package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Muon;
import org.retrograde.reversible.optimizer.Optimizer;

/** The paper's network of 784-50-50-50-10 units, 44,860 parameters, there and back. */
final class ReversalAtScaleTest {

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

  @ParameterizedTest(name = "{0}, {1} steps")
  @CsvSource({"host, 1000", "nd4j, 200"})
  void atGamma09EveryStepComesBackForAFractionOfABit(String name, int steps) {
    CoefficientTable coefficients =
        new CoefficientTable(steps, GROUPS.size())
            .fill(Coefficient.MOMENTUM, 0.9)
            .fill(Coefficient.LEARNING_RATE, 0.1);

    MemoryAccount memory = thereAndBack(name, coefficients, new Momentum(MomentumForm.PAPER));

    assertThat(memory.parameters()).isEqualTo(44_860);
    assertThat(memory.entropyLimit()).isCloseTo(0.152, within(1e-4));
    // The first log2(1 / (1 - gamma)) bits of a run come on top.
    assertThat(memory.accounted()).isBetween(memory.entropyLimit(), 0.1521 + 3.33 / steps);
    assertThat(memory.allocated()).isBetween(memory.accounted(), 0.17 + 80.0 / steps);
  }

  @ParameterizedTest(name = "{0}, {1} steps, seed 1")
  @CsvSource({"host, 1000", "nd4j, 200"})
  void atAnotherGammaEveryStepTheyComeBackToo(String name, int steps) {
    Samples samples = new Samples(1);
    CoefficientTable coefficients = new CoefficientTable(steps, GROUPS.size());
    for (int step = 0; step < steps; step++) {
      for (int group = 0; group < GROUPS.size(); group++) {
        coefficients.set(Coefficient.MOMENTUM, step, group, samples.uniform(0.5, 0.99));
        coefficients.set(Coefficient.LEARNING_RATE, step, group, samples.uniform(0.01, 0.3));
      }
    }

    MemoryAccount memory = thereAndBack(name, coefficients, new Momentum(MomentumForm.PAPER));

    assertThat(memory.accounted() / memory.entropyLimit()).isBetween(1.0, 1.02);
  }

  /**
   * beta1 discards .152 bits a step, beta2 .0014, and the decay of the position as much. Units that
   * follow the means from 1 - beta of a gradient to its size cost 3.3 and 10 bits, once.
   */
  @Test
  void tenThousandStepsOfAdamWComeBackForLittleMoreThanItsBeta1Discards() {
    int steps = 10_000;
    CoefficientTable coefficients =
        new CoefficientTable(steps, 1)
            .fill(Coefficient.LEARNING_RATE, 1e-2)
            .fill(Coefficient.BETA1, 0.9)
            .fill(Coefficient.BETA2, 0.999)
            .fill(Coefficient.EPSILON, 1e-8)
            .fill(Coefficient.WEIGHT_DECAY, 0.1);
    List<ParameterGroup> few = List.of(new ParameterGroup("weights", 4, 8));
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrajectorySetup setup =
          new TrajectorySetup(
              few, new TiltedWells(device, few, Nonlinearity.TANH), new AdamW(), coefficients);

      MemoryAccount memory = thereAndBack(device, setup);

      double growth = (3.3 + 10) / steps;
      assertThat(memory.accounted()).isBetween(memory.entropyLimit(), 0.156 + growth);
    }
  }

  /** The decay of the mean gradient, and once what its unit follows it by. */
  @Test
  void fortyThousandStepsOfMuonComeBackForWhatItsMomentumDiscards() {
    int steps = 40_000;
    double momentum = 0x1.e666p-1; // .95 as a ratio of 16 bits
    CoefficientTable coefficients =
        new CoefficientTable(steps, 1)
            .fill(Coefficient.LEARNING_RATE, 1e-2)
            .fill(Coefficient.MOMENTUM, momentum);
    List<ParameterGroup> few = List.of(new ParameterGroup("weights", 2, 3, true));
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrajectorySetup setup =
          new TrajectorySetup(
              few, new TiltedWells(device, few, Nonlinearity.TANH), new Muon(), coefficients);

      MemoryAccount memory = thereAndBack(device, setup);

      double decay = -Math.log(momentum) / Math.log(2);
      double growth = -Math.log(1 - momentum) / Math.log(2) / steps;
      assertThat(memory.entropyLimit()).isGreaterThanOrEqualTo(decay - 1e-9);
      assertThat(memory.accounted()).isBetween(memory.entropyLimit(), 1.001 * decay + growth);
    }
  }

  private static MemoryAccount thereAndBack(
      String name, CoefficientTable coefficients, Optimizer optimizer) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      GradientFunction function = new TiltedWells(device, GROUPS, Nonlinearity.RELU);
      return thereAndBack(device, new TrajectorySetup(GROUPS, function, optimizer, coefficients));
    }
  }

  /** Checks the return to the start; gives what the way back cost where it was longest. */
  private static MemoryAccount thereAndBack(Device device, TrajectorySetup setup) {
    Samples samples = new Samples(42);
    List<double[]> start =
        setup.groups().stream().map(group -> samples.gaussians(group.size())).toList();
    Trajectory run =
        new Trajectory(
            device,
            setup,
            WayBack.Undo.toTheStart(),
            new Start(Start.copy(device, setup.groups(), start)));
    List<long[]> before = Runs.lanes(run);

    while (run.step() < run.steps()) {
      run.forward();
    }
    MemoryAccount memory = run.memory();
    while (run.step() > 0) {
      run.backward();
    }

    List<long[]> after = Runs.lanes(run);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).isEqualTo(before.get(i));
    }
    assertThat(run.buffersAreEmpty()).isTrue();
    return memory;
  }
}
