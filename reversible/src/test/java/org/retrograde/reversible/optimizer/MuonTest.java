package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.exact.SpillSpace;

/** What is of Muon alone: matrices of every shape, those that sleep, and groups left to AdamW. */
final class MuonTest {

  private static final int STEPS = 6;
  private static final Optimizer HIDDEN = new Muon().forGroup(new GroupShape(3, 4, true));

  private static CoefficientTable table() {
    return new CoefficientTable(STEPS, 1)
        .fill(Coefficient.LEARNING_RATE, 0.125)
        .fill(Coefficient.MOMENTUM, 0.95)
        .fill(Coefficient.BETA1, 0.9)
        .fill(Coefficient.BETA2, 0.99)
        .fill(Coefficient.EPSILON, 1e-8)
        .fill(Coefficient.WEIGHT_DECAY, 0.25);
  }

  @Test
  void onlyHiddenMatricesAreItsOwn() {
    Muon muon = new Muon(MuonScale.ORIGINAL, 5);
    assertThat(muon.forGroup(new GroupShape(3, 4, false))).isEqualTo(new AdamW(5));
    Optimizer hidden = muon.forGroup(new GroupShape(3, 4, true));
    assertThat(hidden).isEqualTo(muon.forGroup(new GroupShape(4, 3, true)));
    assertThat(hidden.coefficients()).doesNotContain(Coefficient.BETA1).hasSize(3);
    assertThat(muon.coefficients())
        .containsAll(hidden.coefficients())
        .containsAll(new AdamW().coefficients());
    assertThat(new AdamW().forGroup(new GroupShape(3, 4, true))).isEqualTo(new AdamW());
  }

  static Stream<Arguments> shapes() {
    return Stream.of(MuonScale.values())
        .flatMap(
            scale ->
                Stream.of(
                    Arguments.of(scale, 2, 3, 1),
                    Arguments.of(scale, 3, 2, 2),
                    Arguments.of(scale, 3, 3, 2)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theAdjointOfStepsOfAMatrixIsTheirDerivative(MuonScale scale, int rows, int cols, int steps) {
    Optimizer optimizer = new Muon(scale).forGroup(new GroupShape(rows, cols, true));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      for (long seed = 1; seed <= 3; seed++) {
        StepDerivatives derivatives =
            new StepDerivatives(device, optimizer, rows, cols, steps, seed);
        double[] expected = derivatives.byDifferences();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double[] adjoint = derivatives.byAdjoint();
        assertThat(adjoint).containsExactly(expected, within(1e-6 * largest));
        for (int i = 0; i < adjoint.length; i++) {
          assertThat(Math.abs(1.001 * adjoint[i] - expected[i]))
              .as("input %d wrong by a tenth of a percent", i)
              .isGreaterThan(9e-4 * Math.abs(expected[i]));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MOONLIGHT, 3, 12, 0.6928203230275509",
    "MOONLIGHT, 12, 3, 0.6928203230275509",
    "ORIGINAL, 3, 12, 2",
    "ORIGINAL, 12, 3, 1"
  })
  void stepsAreOfTheSizeOfTheirSource(MuonScale scale, int rows, int cols, double size) {
    assertThat(scale.of(rows, cols)).isCloseTo(size, within(1e-15));
    CoefficientTable table = table().fill(Coefficient.WEIGHT_DECAY, 0);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Optimizer hidden = new Muon(scale).forGroup(new GroupShape(rows, cols, true));
      Engine engine = new Engine(device, hidden, table, rows, new double[rows * cols]);
      engine.step(0, new Samples(1).gaussians(rows * cols));
      double squares = Arrays.stream(engine.x()).map(x -> x * x).sum();
      double mean = Math.sqrt(squares / Math.min(rows, cols)) / 0.125; // of singular values
      assertThat(mean / size).isBetween(0.7, 1.14);
    }
  }

  /** On every device and in both precisions, from steps that begin after a sleep. */
  @Test
  void everyBitComesBackAndOnlyDecayMovesAMatrixThatSleeps() {
    for (String name : Devices.usable()) {
      for (Precision precision : Precision.values()) {
        try (Device device = Devices.open(name, precision, 1)) {
          double[] start = new Samples(3).gaussians(12);
          Engine engine = new Engine(device, HIDDEN, table(), 4, start);
          engine.state.keep(SpillSpace.inMemory());
          Deque<List<long[]>> bits = new ArrayDeque<>();
          Deque<double[]> gradients = new ArrayDeque<>();
          for (int step = 0; step < STEPS; step++) {
            bits.push(engine.bits());
            gradients.push(step < 2 ? new double[12] : Waves.gradient(engine.x()));
            engine.step(step, gradients.element());
            if (step == 1) {
              double[] decayed = Arrays.stream(start).map(x -> x * 0.96875 * 0.96875).toArray();
              assertThat(engine.x()).containsExactly(decayed, within(1e-6));
            }
          }
          assertThat(engine.x()).doesNotContain(Double.NaN);
          for (int step = STEPS - 1; step >= 0; step--) {
            engine.undo(step, gradients.pop());
            assertThat(engine.bits()).usingRecursiveComparison().isEqualTo(bits.pop());
          }
          assertThat(engine.state.buffer().isEmpty()).isTrue();
        }
      }
    }
  }

  @Test
  void headroomOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Muon(MuonScale.ORIGINAL, 0))
        .withMessage("headroom-bits must be in [1, 40], got 0");
  }
}
