package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.example.Sgdw;

/** What a step of every optimizer is, its adjoint, and its undoing. */
final class StepTest {

  private static final int ROWS = 2;
  private static final int LENGTH = 6;
  private static final int STEPS = 8;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  /** Adaptive ones with a floor under their digit noise, so that derivatives do not see it. */
  static List<Optimizer> all() {
    return List.of(
        new Momentum(MomentumForm.PAPER),
        new Momentum(MomentumForm.HEAVY_BALL),
        new AdamW(4),
        new Nesterov(),
        new RmsProp(4),
        new ScheduleFree(),
        new ScheduleFreeAdamW(2, 4),
        new PrimalAveraging(),
        new Lion(4),
        new SgdSai(),
        hidden(MuonScale.ORIGINAL),
        hidden(MuonScale.MOONLIGHT),
        new Sgdw());
  }

  private static Optimizer hidden(MuonScale scale) {
    return new Muon(scale).forGroup(new GroupShape(2, 3, true));
  }

  static Stream<Optimizer> reversible() {
    return all().stream().filter(Optimizer::isReversible);
  }

  static Stream<Arguments> allWithSeeds() {
    return all().stream()
        .flatMap(
            optimizer ->
                Stream.of(1, 3)
                    .flatMap(
                        steps ->
                            Stream.of(1L, 2L, 3L)
                                .map(seed -> Arguments.of(optimizer, steps, seed))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStepIsThatOfThePlainFormulasFromTheFirstOn(Optimizer optimizer) {
    CoefficientTable table = coefficients(new Samples(1));
    double[] start = new Samples(2).gaussians(LENGTH);
    Engine engine = new Engine(device, optimizer, table, ROWS, start);
    PlainRule plain = optimizer.plain(ROWS);
    double[] x = start.clone();
    double[][] moments = new double[optimizer.moments()][LENGTH];
    for (int step = 0; step < STEPS; step++) {
      engine.step(step, Waves.gradient(engine.x()));
      plain.step(new PlainRule.At(table, step, 0), x, moments, Waves.gradient(x));

      assertThat(engine.x()).containsExactly(x, within(rounding(optimizer)));
      for (int i = 0; i < moments.length; i++) {
        assertThat(engine.moments()[i]).containsExactly(moments[i], within(rounding(optimizer)));
      }
      assertThat(engine.x()).isNotEqualTo(start);
    }
  }

  /** The parts of a mean that can be undone are multiples of 2^-24, to which none can be set. */
  private static double rounding(Optimizer optimizer) {
    return optimizer instanceof PrimalAveraging ? 1e-7 : 1e-9;
  }

  @ParameterizedTest(name = "{0}, {1} steps, seed {2}")
  @MethodSource("allWithSeeds")
  void theAdjointOfStepsIsTheirDerivative(Optimizer optimizer, int steps, long seed) {
    StepDerivatives derivatives = new StepDerivatives(device, optimizer, steps, seed);
    double[] expected = derivatives.byDifferences();
    double[] adjoint = derivatives.byAdjoint();
    assertThat(adjoint).hasSameSizeAs(expected);
    assertThat(derivatives.lanesUnderFloor()).isZero();
    for (int i = 0; i < expected.length; i++) {
      assertThat(agree(optimizer, adjoint[i], expected[i]))
          .as("input %d: %s by the adjoint, %s by differences", i, adjoint[i], expected[i])
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void anAdjointWrongByATenthOfAPercentWouldBeNoticed(Optimizer optimizer) {
    StepDerivatives derivatives = new StepDerivatives(device, optimizer, 1, 1);
    double[] expected = derivatives.byDifferences();
    double[] adjoint = derivatives.byAdjoint();
    for (int i = 0; i < expected.length; i++) {
      // The gradient that RMSProp remembers and what is within the sign of Lion have no influence.
      boolean matters = expected[i] != 0;
      assertThat(agree(optimizer, 1.001 * adjoint[i], expected[i]))
          .as("input %d", i)
          .isEqualTo(!matters);
    }
    long idle = Arrays.stream(expected).filter(derivative -> derivative == 0).count();
    assertThat(idle).isEqualTo(remembersGradient(optimizer) ? 5 : optimizer.isSmooth() ? 0 : 1);
  }

  private static boolean remembersGradient(Optimizer optimizer) {
    return optimizer instanceof RmsProp || optimizer instanceof ScheduleFreeAdamW;
  }

  private static boolean agree(Optimizer optimizer, double adjoint, double expected) {
    double tolerance = optimizer instanceof PrimalAveraging ? 1e-5 : 1e-6; // see rounding
    return Math.abs(adjoint - expected) <= tolerance * Math.abs(expected);
  }

  @ParameterizedTest
  @MethodSource("reversible")
  void undoingStepsReturnsEveryBit(Optimizer optimizer) {
    for (long seed = 1; seed <= 3; seed++) {
      Samples samples = new Samples(seed);
      Engine engine =
          new Engine(device, optimizer, coefficients(samples), ROWS, samples.gaussians(LENGTH));
      engine.state.keep(SpillSpace.inMemory());
      Deque<List<long[]>> bits = new ArrayDeque<>();
      Deque<double[]> gradients = new ArrayDeque<>();
      for (int step = 0; step < STEPS; step++) {
        bits.push(engine.bits());
        gradients.push(Waves.gradient(engine.x()));
        engine.step(step, gradients.element());
        assertThat(engine.bits().get(0)).isNotEqualTo(bits.element().get(0));
      }
      for (int step = STEPS - 1; step >= 0; step--) {
        engine.undo(step, gradients.pop());
        assertThat(engine.bits()).usingRecursiveComparison().isEqualTo(bits.pop());
      }
      assertThat(engine.state.buffer().isEmpty()).isTrue();
    }
  }

  private static CoefficientTable coefficients(Samples samples) {
    CoefficientTable table = new CoefficientTable(STEPS, 1);
    for (int step = 0; step < STEPS; step++) {
      table.set(Coefficient.LEARNING_RATE, step, 0, samples.integer(100, 800) / 4096.0);
      table.set(Coefficient.WEIGHT_DECAY, step, 0, samples.integer(100, 4000) / 4096.0);
      table.set(Coefficient.MOMENTUM, step, 0, samples.integer(32768, 65000) / 65536.0);
      table.set(Coefficient.BETA1, step, 0, samples.integer(32768, 65000) / 65536.0);
      table.set(Coefficient.BETA2, step, 0, samples.integer(60000, 65500) / 65536.0);
      table.set(Coefficient.EPSILON, step, 0, 0.01);
      table.set(Coefficient.INTERPOLATION, step, 0, samples.uniform(0.1, 0.9));
      table.set(Coefficient.AVERAGING, step, 0, samples.uniform(0, 2));
    }
    return table;
  }

  @Test
  void everyOptimizerSaysWhatItReadsAndKeeps() {
    assertThat(all())
        .extracting(Optimizer::label, Optimizer::moments, Optimizer::isReversible)
        .containsExactly(
            tuple("SGD with momentum", 1, true),
            tuple("SGD with heavy-ball momentum", 1, true),
            tuple("AdamW", 2, true),
            tuple("SGD with Nesterov momentum", 1, false),
            tuple("RMSProp", 2, false),
            tuple("Schedule-Free SGD", 1, false),
            tuple("Schedule-Free AdamW", 3, false),
            tuple("primal averaging", 1, true),
            tuple("Lion", 2, true),
            tuple("SGD-SaI", 1, true),
            tuple("Muon of hidden matrices", 1, true),
            tuple("Muon of hidden matrices", 1, true),
            tuple(new Sgdw().label(), 1, true));
    for (Optimizer optimizer : all()) {
      UpdateRule rule = optimizer.bind(device, coefficients(new Samples(1)));
      assertThat(rule instanceof ReversibleRule).isEqualTo(optimizer.isReversible());
      assertThat(optimizer.zeros(device, 2, 2).moments()).hasSize(optimizer.moments());
      assertThat(optimizer.coefficients()).startsWith(Coefficient.LEARNING_RATE);
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(new Momentum(MomentumForm.PAPER), Coefficient.MOMENTUM, 1.5, "in [0, 1]"),
        Arguments.of(
            new Momentum(MomentumForm.PAPER), Coefficient.MOMENTUM, 1.0, "below 1 - 2^-17"),
        Arguments.of(
            new Momentum(MomentumForm.PAPER), Coefficient.MOMENTUM, 1 - 1e-6, "below 1 - 2^-17"),
        Arguments.of(
            new Momentum(MomentumForm.HEAVY_BALL), Coefficient.MOMENTUM, -0.1, "in [0, 1]"),
        Arguments.of(new Nesterov(), Coefficient.MOMENTUM, Double.NaN, "in [0, 1]"),
        Arguments.of(new AdamW(), Coefficient.BETA1, 1.01, "in [0, 1]"),
        Arguments.of(new AdamW(), Coefficient.BETA1, 1.0, "below 1 - 2^-17"),
        Arguments.of(new AdamW(), Coefficient.BETA2, -1.0, "in [0, 1]"),
        Arguments.of(new AdamW(), Coefficient.BETA2, 1 - 0x1p-18, "below 1 - 2^-17"),
        Arguments.of(new AdamW(), Coefficient.EPSILON, -1e-8, "at least 0"),
        Arguments.of(new AdamW(), Coefficient.EPSILON, Double.NaN, "at least 0"),
        Arguments.of(new AdamW(), Coefficient.WEIGHT_DECAY, -0.1, "in [0, 1 / learning rate]"),
        Arguments.of(new AdamW(), Coefficient.WEIGHT_DECAY, 4.5, "in [0, 1 / learning rate]"),
        Arguments.of(
            new AdamW(), Coefficient.WEIGHT_DECAY, Double.NaN, "in [0, 1 / learning rate]"),
        Arguments.of(new Muon(), Coefficient.MOMENTUM, 1.0, "below 1 - 2^-17"),
        Arguments.of(new Muon(), Coefficient.WEIGHT_DECAY, 4.5, "in [0, 1 / learning rate]"),
        Arguments.of(new RmsProp(), Coefficient.BETA2, 2.0, "in [0, 1]"),
        Arguments.of(new SgdSai(), Coefficient.MOMENTUM, 1.0, "below 1 - 2^-17"),
        Arguments.of(new SgdSai(), Coefficient.WEIGHT_DECAY, 4.5, "in [0, 1 / learning rate]"),
        Arguments.of(new Lion(), Coefficient.BETA1, -0.1, "in [0, 1]"),
        Arguments.of(new Lion(), Coefficient.BETA2, 1.0, "below 1 - 2^-17"),
        Arguments.of(new Lion(), Coefficient.WEIGHT_DECAY, 4.5, "in [0, 1 / learning rate]"),
        Arguments.of(new RmsProp(), Coefficient.EPSILON, -1.0, "at least 0"),
        Arguments.of(new ScheduleFree(), Coefficient.INTERPOLATION, 1.1, "in [0, 1]"),
        Arguments.of(new ScheduleFree(), Coefficient.INTERPOLATION, Double.NaN, "in [0, 1]"),
        Arguments.of(new ScheduleFree(), Coefficient.AVERAGING, -1.0, "at least 0"),
        Arguments.of(new PrimalAveraging(), Coefficient.AVERAGING, Double.NaN, "at least 0"),
        Arguments.of(new ScheduleFreeAdamW(), Coefficient.WEIGHT_DECAY, -0.1, "at least 0"),
        Arguments.of(new ScheduleFreeAdamW(), Coefficient.BETA2, 1.0, "below 1 - 2^-17"));
  }

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @MethodSource("refused")
  void coefficientsOutOfRangeAreNamedWithStepAndGroup(
      Optimizer optimizer, Coefficient coefficient, double value, String range) {
    CoefficientTable table =
        new CoefficientTable(3, 2)
            .fill(Coefficient.LEARNING_RATE, 0.25)
            .fill(Coefficient.BETA1, 0.9)
            .fill(Coefficient.BETA2, 0.9);
    optimizer.bind(device, table);
    table.set(coefficient, 2, 1, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.bind(device, table))
        .withMessage(
            "%s must be %s, got %s at step 2 in parameter group 1",
            coefficient.label(), range, value);
  }
}
