package org.retrograde.hypergrad.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.DivergenceException;

/** What a rule has chosen is an ordinary schedule. */
final class RuledRunTest {

  private static final int STEPS = 20;

  static Stream<Arguments> rulesAndOptimizers() {
    return RateRules.ALL.all().stream()
        .flatMap(rule -> RandomRuns.optimizers().map(optimizer -> Arguments.of(rule, optimizer)));
  }

  private static TrainingRun run(Device device, Optimizer optimizer) {
    HostObjectiveAdapter objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    return new TrainingRun(
        device, objective, optimizer, RandomRuns.settings(1, STEPS, objective.groups(), optimizer));
  }

  @ParameterizedTest
  @MethodSource("rulesAndOptimizers")
  void theLoggedRunHasTheBitsOfTheRulesOwnAndIsDifferentiatedAsAnyOther(
      RateRule rule, Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, optimizer);
      RunSettings before = run.settings().copy();
      RuledRun ruled = RuledRun.of(run, rule);

      TrainingRun logged = run.withSettings(ruled.settings());
      assertThat(logged.train().stateHash()).isEqualTo(ruled.trained().stateHash());
      assertThat(logged.train().trainingLosses()).isEqualTo(ruled.trained().trainingLosses());
      Strategy strategy = optimizer.isReversible() ? Strategy.REPLAY : Strategy.CHECKPOINTS;
      Hypergradient derivative = strategy.differentiate(logged);
      assertThat(derivative.finalLoss()).isEqualTo(ruled.trained().finalLoss());
      assertThat(RandomRuns.numbers(run.settings())).isEqualTo(RandomRuns.numbers(before));
      boolean same = run.train().stateHash() == ruled.trained().stateHash();
      assertThat(same).isEqualTo(rule instanceof Usual);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "nd4j"})
  void singlePrecisionOfAnyDeviceChangesNothingOfThat(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      TrainingRun run = run(device, new Momentum(MomentumForm.HEAVY_BALL));
      RuledRun ruled = RuledRun.of(run, new Armijo());
      assertThat(run.withSettings(ruled.settings()).train().stateHash())
          .isEqualTo(ruled.trained().stateHash())
          .isNotEqualTo(run.train().stateHash());
      assertThat(ruled.evaluations()).isGreaterThanOrEqualTo(STEPS);
    }
  }

  @Test
  void whatARuleAsksForIsCountedAndLeavesTheStepAsItIs() {
    RateRule asking =
        new OwnRule(
            view -> {
              double[][] place = view.weights().clone();
              place[0] = new double[place[0].length];
              assertThat(view.lossAt(place)).isNotEqualTo(view.loss());
              assertThat(view.gradientAt(0, place)).isNotEqualTo(view.gradient());
              assertThat(view.gradientAt(view.step(), view.weights())).isEqualTo(view.gradient());
              return view.usual();
            });
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, new Momentum(MomentumForm.HEAVY_BALL));
      RuledRun ruled = RuledRun.of(run, asking);

      assertThat(ruled.evaluations()).isEqualTo(3 * STEPS);
      assertThat(ruled.trained().stateHash()).isEqualTo(run.train().stateHash());
    }
  }

  @Test
  void aRateThatIsNoNumberEndsTheRunByName() {
    RateRule broken = new OwnRule(view -> new double[] {0.1, view.step() == 3 ? Double.NaN : 0.1});
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, new Momentum(MomentumForm.HEAVY_BALL));
      assertThatThrownBy(() -> RuledRun.of(run, broken))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("step 3")
          .hasMessageContaining("the learning rate of row");
    }
  }

  @Test
  void aRateOfZeroStaysWhereItIs() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, new Momentum(MomentumForm.HEAVY_BALL));
      RuledRun ruled = RuledRun.of(run, new OwnRule(view -> new double[2]));
      assertThat(ruled.settings().coefficients().get(Coefficient.LEARNING_RATE, 7, 1)).isZero();
      assertThat(ruled.trained().weights().get(0).toArray())
          .containsExactly(run.initialWeights().get(0), within(1e-15));
    }
  }

  private record OwnRule(Chooser chooser) implements RateRule {

    @Override
    public String word() {
      return "own";
    }

    @Override
    public String meaning() {
      return "of this test";
    }

    @Override
    public Chooser begin(int groups) {
      return chooser;
    }
  }
}
