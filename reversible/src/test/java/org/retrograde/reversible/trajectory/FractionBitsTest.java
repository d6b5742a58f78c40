package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** Fixed points with other ranges and resolutions than the usual ones. */
final class FractionBitsTest {

  private static final int STEPS = 60;
  private static final int COARSE = 36;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  static Stream<Optimizer> reversible() {
    return Runs.REVERSIBLE.stream();
  }

  @ParameterizedTest
  @MethodSource("reversible")
  void everyStepComesBackAndWeightsAreAsNearAsTheirResolution(Optimizer optimizer) {
    Trajectory usual = run(optimizer, TrajectorySetup.USUAL_BITS);
    Trajectory coarse = run(optimizer, COARSE);
    List<long[]> start = Runs.lanes(coarse);
    assertThat(coarse.states().get(0).position().fractionBits()).isEqualTo(COARSE);
    usual.forward();
    coarse.forward();
    for (int g = 0; g < Runs.GROUPS.size(); g++) {
      double[] expected = usual.weights().get(g).toArray();
      // what digits of a decay leave: 2^24 units of a position
      assertThat(coarse.weights().get(g).toArray()).containsExactly(expected, within(0x1p-11));
      assertThat(coarse.weights().get(g).toArray()).isNotEqualTo(expected);
    }
    while (coarse.step() < STEPS) {
      coarse.forward();
    }
    while (coarse.step() > 0) {
      coarse.backward();
    }
    assertThat(coarse.buffersAreEmpty()).isTrue();
    assertThat(Runs.lanes(coarse).toArray()).isEqualTo(start.toArray());
  }

  private Trajectory run(Optimizer optimizer, int bits) {
    return new Trajectory(
        device,
        new TrajectorySetup(
            Runs.GROUPS,
            new TiltedWells(device, Runs.GROUPS, Nonlinearity.TANH),
            optimizer,
            Runs.coefficients(STEPS, 1),
            Double.POSITIVE_INFINITY,
            10,
            bits),
        WayBack.Undo.toTheStart(),
        Runs.start(device, 1));
  }

  /** At the usual 52 bits, these leave +-2048 in the third step. */
  @Test
  void fewerBitsHoldLargerWeights() {
    CoefficientTable coefficients =
        new CoefficientTable(STEPS, Runs.GROUPS.size()).fill(Coefficient.LEARNING_RATE, 100);
    TrajectorySetup setup =
        new TrajectorySetup(
            Runs.GROUPS,
            (step, weights, gradient) -> {
              gradient.forEach(tensor -> tensor.fill(-9));
              return Scalar.of(0);
            },
            new Momentum(MomentumForm.PAPER),
            coefficients,
            Double.POSITIVE_INFINITY,
            10,
            40);
    Trajectory run =
        new Trajectory(device, setup, WayBack.Undo.toTheStart(), Runs.start(device, 1));
    while (run.step() < STEPS) {
      run.forward();
    }
    assertThat(run.weights().get(0).toArray()[0]).isCloseTo(900 * STEPS, within(10.0));
    while (run.step() > 0) {
      run.backward();
    }
    assertThat(run.buffersAreEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 27, 61})
  void bitsOutOfRangeAreRefused(int bits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrajectorySetup.requireFractionBits(bits))
        .withMessageContaining("in [28, 60], got " + bits);
  }
}
