package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.exact.FixedRangeException;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.MemoryBits;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.exact.SpillSpace;

/** What is special about the moments of {@link AdamW} and {@link RmsProp}. */
final class AdamWTest {

  private static final int STEPS = 9;
  private static final int AWAKE_FROM = 4;
  private static final double[] START = {1.5, -0.25, 3};

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  static List<Optimizer> adaptive() {
    return List.of(new AdamW(), new RmsProp());
  }

  @Test
  void aSleepingGroupOnlyDecaysUntilItsFirstGradient() {
    Engine engine = new Engine(device, new AdamW(), table(), START);
    double[] x = START.clone();
    for (int step = 0; step < AWAKE_FROM; step++) {
      engine.step(step, gradient(step));
      for (int i = 0; i < x.length; i++) {
        x[i] *= 1 - 0.25 * 0.5;
      }
      assertThat(engine.bits().get(1)).as("m").containsOnly(0);
      assertThat(engine.bits().get(2)).as("s").containsOnly(0);
      assertThat(engine.x()).containsExactly(x, within(1e-9));
    }

    engine.step(AWAKE_FROM, gradient(AWAKE_FROM));
    assertThat(engine.bits().get(1)).doesNotContain(0);
    assertThat(engine.bits().get(2)).doesNotContain(0);
  }

  /** Plain formulas do not know of sleep: zero gradients count as steps of its bias correction. */
  @Test
  void sleepIsNotNoticedByThePlainFormulas() {
    CoefficientTable table = table();
    Optimizer optimizer = new AdamW(4);
    Engine engine = new Engine(device, optimizer, table, START);
    double[] x = START.clone();
    double[][] moments = new double[2][START.length];
    for (int step = 0; step < STEPS; step++) {
      engine.step(step, gradient(step));
      optimizer.plain().step(new PlainRule.At(table, step, 0), x, moments, gradient(step));
      assertThat(engine.x()).containsExactly(x, within(1e-7));
    }
  }

  @Test
  void undoingThroughSleepReturnsEveryBit() {
    Engine engine = new Engine(device, new AdamW(), table(), START);
    engine.state.keep(SpillSpace.inMemory());
    Deque<List<long[]>> bits = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      bits.push(engine.bits());
      engine.step(step, gradient(step));
    }
    for (int step = STEPS - 1; step >= 0; step--) {
      engine.undo(step, gradient(step));
      assertThat(engine.bits()).usingRecursiveComparison().isEqualTo(bits.pop());
    }
    assertThat(engine.state.buffer().isEmpty()).isTrue();
  }

  /** Zero until some step, and again later, when the group is awake. */
  private static double[] gradient(int step) {
    return step < AWAKE_FROM || step == AWAKE_FROM + 2
        ? new double[START.length]
        : new double[] {0.5, -2e-3 * step, 1};
  }

  /** A thousand times the one before, which no headroom foresees. */
  private static double[] growing(int step) {
    double size = 1e-6 * Math.pow(1000, step);
    return new double[] {size, -size / 2, size / 10};
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void gradientsMayOutgrowEveryHeadroom(Optimizer optimizer) {
    CoefficientTable table = table();
    Engine engine = new Engine(device, optimizer, table, START);
    double[] x = START.clone();
    double[][] moments = new double[2][START.length];
    for (int step = 0; step < STEPS; step++) {
      engine.step(step, growing(step));
      optimizer.plain().step(new PlainRule.At(table, step, 0), x, moments, growing(step));
      assertThat(engine.x()).containsExactly(x, within(1e-8));
    }
    // 2^20 > 1000^2 > 2^19: the unit of s grows at each step but the first.
    assertThat(engine.state.coarsenings())
        .filteredOn(growth -> growth.moment() == 1)
        .hasSize(STEPS - 1)
        .allMatch(growth -> growth.bits() >= 18 && growth.bits() <= 22);
  }

  @Test
  void undoingGrowthReturnsEveryBitAndUnit() {
    Engine engine = new Engine(device, new AdamW(), table(), START);
    engine.state.keep(SpillSpace.inMemory());
    Deque<List<long[]>> bits = new ArrayDeque<>();
    Deque<List<Integer>> units = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      bits.push(engine.bits());
      units.push(units(engine));
      engine.step(step, growing(step));
    }
    for (int step = STEPS - 1; step >= 0; step--) {
      engine.undo(step, growing(step));
      assertThat(engine.bits()).usingRecursiveComparison().isEqualTo(bits.pop());
      if (step > 0) { // a sleeping group has none
        assertThat(units(engine)).isEqualTo(units.peek());
      }
      units.pop();
    }
    assertThat(engine.state.coarsenings()).isEmpty();
    assertThat(engine.state.buffer().isEmpty()).isTrue();
  }

  /** A way back that begins in the midst of a run finds the bounds that there were. */
  @Test
  void boundsComeBackWithTheStepsThatAreKept() {
    Engine engine = new Engine(device, new AdamW(), table(), START);
    Deque<List<Double>> bounds = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      if (step == 3) {
        engine.state.keep(SpillSpace.inMemory());
      }
      engine.step(step, growing(step));
      bounds.push(List.of(engine.state.bound(0), engine.state.bound(1)));
    }
    for (int step = STEPS - 1; step >= 3; step--) {
      bounds.pop();
      engine.undo(step, growing(step));
      assertThat(List.of(engine.state.bound(0), engine.state.bound(1))).isEqualTo(bounds.peek());
    }
  }

  private static List<Integer> units(Engine engine) {
    return engine.state.moments().stream().map(FixedVector::fractionBits).toList();
  }

  /** Growth costs what it says: bits of the unit, a parameter. */
  @Test
  void growthCostsItsBits() {
    Engine growing = new Engine(device, new AdamW(), table(), START);
    Engine still = new Engine(device, new AdamW(), table(), START);
    for (Engine engine : List.of(growing, still)) {
      engine.state.keep(SpillSpace.inMemory());
      for (int step = 0; step < STEPS; step++) {
        engine.step(step, growing(engine == growing ? step : 0));
      }
    }
    int bits = grown(growing) - grown(still);
    MemoryBits more = growing.state.buffer().memory();
    MemoryBits less = still.state.buffer().memory();
    assertThat((more.entropyLimit() - less.entropyLimit()) / START.length)
        .isCloseTo(bits, within(1e-9));
    assertThat((more.accounted() - less.accounted()) / START.length)
        .isBetween(bits - 2.0, bits + 1.0);
  }

  private static int grown(Engine engine) {
    return engine.state.coarsenings().stream().mapToInt(GroupState.Coarsening::bits).sum();
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void aGradientThatIsNoNumberIsNamed(Optimizer optimizer) {
    Engine engine = new Engine(device, optimizer, table(), START);
    engine.step(0, new double[] {1e-3, 1e-4, 0});
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      FixedRangeException refusal =
          catchThrowableOfType(
              FixedRangeException.class, () -> engine.step(1, new double[] {0, wrong, 0}));
      assertThat(refusal.value()).isNotFinite();
    }
  }

  @ParameterizedTest(name = "gradients of about {0}")
  @ValueSource(doubles = {1e-30, 1e-10, 1, 1e2})
  void theScaleOfTheMeanSquareFollowsTheFirstGradient(double size) {
    for (int headroom : new int[] {1, 12, 40}) {
      Engine engine = new Engine(device, new AdamW(headroom), table(), START);
      engine.step(0, new double[] {size, size / 2, size / 4});
      double unit = Math.scalb(1.0, -engine.state.moments().get(1).fractionBits());
      double largest = size * size / 64; // times 1 - beta2
      assertThat(Math.scalb(unit, 62 - headroom) / largest).isBetween(1.0, 2.0);
      assertThat(engine.moments()[1])
          .containsExactly(
              new double[] {size * size / 64, size * size / 256, size * size / 1024},
              within(0x1p16 * unit));
    }
  }

  /** A lane without any gradient has lost nothing; one whose square is lost in noise has. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void lanesWhoseSquareIsLostInDigitNoiseAreCounted(Optimizer optimizer) {
    Engine engine = new Engine(device, optimizer, table(), START);
    for (int step = 0; step < 5; step++) {
      engine.step(step, new double[] {1, 1e-8, 0});
      assertThat(engine.rule().lanesUnderFloor(engine.state)).isEqualTo(1);
    }
    assertThat(
            new Engine(device, new Nesterov(), table(), START).rule().lanesUnderFloor(engine.state))
        .isZero();
  }

  /** Digit noise in both means would be a step of any size. */
  @Test
  void aLaneWithoutGradientsMovesByItsDecayAlone() {
    double still = Math.PI; // whose digits fill the buffer
    Engine engine = new Engine(device, new AdamW(), table(), new double[] {1.5, -0.25, still});
    for (int step = 0; step < STEPS; step++) {
      engine.step(step, new double[] {1, -0.5, 0});
      still *= 1 - 0.25 * 0.5;
      assertThat(engine.x()[2]).isCloseTo(still, within(1e-8));
    }
    assertThat(engine.bits().get(2)[2]).as("digit noise in s").isNotZero();
  }

  @Test
  void theFactorOfThePositionHas24Bits() {
    assertThat(AdamW.positionDecay(0.25, 0.5)).isEqualTo(new Ratio(14680064, 24));
    assertThat(AdamW.positionDecay(1e-3, 1e-2).value()).isCloseTo(1 - 1e-5, within(0x1p-25));
    assertThat(AdamW.positionDecay(0.1, 0).isOne()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {0, 41, -3})
  void headroomOutOfRangeIsRefused(int headroom) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdamW(headroom))
        .withMessage("headroom-bits must be in [1, 40], got %d", headroom);
    assertThatIllegalArgumentException().isThrownBy(() -> new RmsProp(headroom));
  }

  private static CoefficientTable table() {
    return new CoefficientTable(STEPS, 1)
        .fill(Coefficient.LEARNING_RATE, 0.25)
        .fill(Coefficient.BETA1, 0.875)
        .fill(Coefficient.BETA2, 1 - 1 / 64.0)
        .fill(Coefficient.EPSILON, 1e-8)
        .fill(Coefficient.WEIGHT_DECAY, 0.5);
  }
}
