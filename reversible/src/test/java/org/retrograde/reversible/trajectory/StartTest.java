package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.TestedDevice;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** Scales that a device applies, against products that Java has rounded before. */
final class StartTest {

  private static final int LENGTH = 10_000;
  private static final List<Optimizer> OPTIMIZERS =
      List.of(new Momentum(MomentumForm.PAPER), new AdamW());

  static Stream<String> devices() {
    return TestedDevice.names().stream();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void aScaleOnTheDeviceGivesTheBitsOfRoundedProducts(String name) {
    Samples samples = new Samples(11);
    double[] drawn = samples.gaussians(LENGTH);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      for (Optimizer optimizer : OPTIMIZERS) {
        for (int i = 0; i < 20; i++) {
          assertSameBits(device, optimizer, drawn, Math.exp(samples.uniform(-9, 5)));
        }
      }
    }
  }

  /** The control: a fused multiplication and truncation. */
  @Test
  void exactProductsTruncatedHaveOthers() {
    double[] drawn = new Samples(11).gaussians(LENGTH);
    double scale = Math.exp(3);
    BigDecimal units = new BigDecimal(scale).multiply(BigDecimal.valueOf(1L << 52));
    long[] exact =
        Arrays.stream(drawn)
            .mapToLong(value -> new BigDecimal(value).multiply(units).longValue())
            .toArray();
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      List<ParameterGroup> groups = List.of(new ParameterGroup("weights", 1, LENGTH));
      Start start = new Start(Start.copy(device, groups, List.of(drawn)), List.of(scale));
      assertThat(outcome(device, OPTIMIZERS.get(0), groups, start))
          .isNotEqualTo(new long[][] {exact});
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void soDoCorners(String name) {
    double[] few = {
      0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 0x1.8p-1030, Double.MIN_NORMAL, -0x1p-1000
    };
    double[] some = {0x1p-52, -0x1.fffffffffffffp-53, 0x1p-53, 1e-16, 1, -1 - 0x1p-52, 0x1.8p-74};
    double[] many = {Math.nextDown(2047.0), -2047, 1e300, Double.MAX_VALUE};
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      for (Optimizer optimizer : OPTIMIZERS) {
        for (double scale : new double[] {1, 0.3, Math.exp(-3), 0x1p-30, 0x1p-300, 0}) {
          assertSameBits(device, optimizer, few, scale);
          assertSameBits(device, optimizer, some, scale);
        }
        assertSameBits(device, optimizer, many, 0x1p-1020);
        assertSameBits(device, optimizer, many, Double.MIN_VALUE);
        assertSameBits(device, optimizer, new double[] {2047, -2000, 3}, 1);
        // The last ones become infinite with the power of two that makes units of them.
        for (double scale : new double[] {1e300, 0x1p971, 0x1p972, 0x1.7p1000, 0x1p1022}) {
          assertSameBits(device, optimizer, few, scale);
        }
      }
      assertThat(Math.scalb(0x1p972, 52)).isInfinite();
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void whatDoesNotFitIsTheSameDivergence(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      for (double scale : new double[] {1, 3, 1e300, 0x1p1000, Double.POSITIVE_INFINITY}) {
        assertSameBits(device, OPTIMIZERS.get(0), new double[] {1, 0, 4000, 5}, scale);
        assertSameBits(device, OPTIMIZERS.get(0), new double[] {1, Double.NaN}, scale);
        assertSameBits(device, OPTIMIZERS.get(0), new double[] {0, 1e200, 1}, scale);
      }
    }
  }

  /** No learning rate helps there, and none is blamed. */
  @ParameterizedTest
  @MethodSource("devices")
  void firstWeightsThatDoNotFitAreNamed(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      assertThat(said(device, 1, 4000))
          .isEqualTo(
              "training cannot start: the first weights of parameter group weights have 4000.0"
                  + " among them, beyond the +-2048 that its fixed point can hold (a smaller init"
                  + " scale helps, no learning rate does)");
      assertThat(said(device, 1, Double.NaN))
          .asString()
          .contains("have NaN among them (no learning rate helps)");
    }
  }

  private static Object said(Device device, double... first) {
    List<ParameterGroup> groups = List.of(new ParameterGroup("weights", 1, first.length));
    Start start = new Start(Start.copy(device, groups, List.of(first)));
    return outcome(device, OPTIMIZERS.get(0), groups, start);
  }

  @ParameterizedTest
  @MethodSource("devices")
  void threadsMayStartFromWhatAnotherHasDrawn(String name) throws Exception {
    double[] drawn = new Samples(12).gaussians(LENGTH);
    List<ParameterGroup> groups =
        List.of(new ParameterGroup("weights", 100, 100), new ParameterGroup("bias", 1, 100));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      List<Tensor> shared = threads.submit(() -> draw(device, groups, drawn)).get();
      List<Future<Object>> outcomes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Start start = new Start(shared, List.of(0.1 * i, 1.0));
        outcomes.add(threads.submit(() -> outcome(device, OPTIMIZERS.get(0), groups, start)));
      }
      for (int i = 0; i < outcomes.size(); i++) {
        Start alone = new Start(draw(device, groups, drawn), List.of(0.1 * i, 1.0));
        assertThat(outcomes.get(i).get())
            .isEqualTo(outcome(device, OPTIMIZERS.get(0), groups, alone));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Fills the first group; the others stay zero. */
  private static List<Tensor> draw(Device device, List<ParameterGroup> groups, double[] values) {
    List<Tensor> drawn = new ArrayList<>();
    for (ParameterGroup group : groups) {
      drawn.add(device.tensor(Precision.FLOAT64, group.rows(), group.cols()));
    }
    PrimitiveIterator.OfDouble next = Arrays.stream(values).iterator();
    drawn.get(0).assign(next::nextDouble);
    return drawn;
  }

  private static void assertSameBits(
      Device device, Optimizer optimizer, double[] drawn, double scale) {
    List<ParameterGroup> groups = List.of(new ParameterGroup("weights", 1, drawn.length));
    List<Tensor> shared = Start.copy(device, groups, List.of(drawn));
    double[] products = Arrays.stream(drawn).map(value -> value * scale).toArray();
    List<Tensor> rounded = Start.copy(device, groups, List.of(products));

    assertThat(outcome(device, optimizer, groups, new Start(shared, List.of(scale))))
        .as("scale %s", scale)
        .isEqualTo(outcome(device, optimizer, groups, new Start(rounded)));
    assertThat(shared.get(0).toArray()).isEqualTo(drawn);
  }

  /** Returns the lanes of all positions, or what the run said where they do not fit. */
  private static Object outcome(
      Device device, Optimizer optimizer, List<ParameterGroup> groups, Start start) {
    TrajectorySetup setup =
        new TrajectorySetup(
            groups,
            (step, weights, gradient) -> Scalar.of(0),
            optimizer,
            new CoefficientTable(1, groups.size()));
    try {
      Trajectory run = new Trajectory(device, setup, new WayBack.None(), start);
      return run.states().stream()
          .map(state -> state.position().lanes().toArray())
          .toArray(long[][]::new);
    } catch (DivergenceException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aStartNeedsDoublesAndAScaleForEach() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Tensor narrow = device.tensor(1, 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Start(List.of(narrow)))
          .withMessage("a start is of FLOAT64, got FLOAT32");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Start(List.of(), List.of(0.5)))
          .withMessage("0 tensors need as many scales, got [0.5]");
    }
  }

  @Test
  void aStartHasTheShapesOfTheGroups() {
    List<ParameterGroup> groups = List.of(new ParameterGroup("weights", 2, 3));
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Tensor right = device.tensor(Precision.FLOAT64, 2, 3);
      Tensor turned = device.tensor(Precision.FLOAT64, 3, 2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> outcome(device, OPTIMIZERS.get(0), groups, new Start(List.of(turned))))
          .withMessage("parameter group weights is 2 x 3, but its first weights are 3 x 2");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> outcome(device, OPTIMIZERS.get(0), groups, new Start(List.of(right, right))))
          .withMessage("there are 1 parameter groups, but first weights for 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Start.copy(device, groups, List.of()))
          .withMessage("there are 1 parameter groups, but first weights for 0");
    }
  }
}
