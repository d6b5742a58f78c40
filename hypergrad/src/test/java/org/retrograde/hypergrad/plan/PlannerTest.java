package org.retrograde.hypergrad.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PrimalAveraging;
import org.retrograde.reversible.optimizer.RmsProp;
import org.retrograde.reversible.optimizer.Slot;

/** What the planner counts is what runs then keep; what it measures is tested where it is used. */
final class PlannerTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int WORD_BYTES = 2;

  private static TrainingRun run(Optimizer optimizer, int steps, int lastSteps) {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    RunSettings settings = RandomRuns.settings(1, steps, objective.groups(), optimizer);
    return new TrainingRun(DEVICE, objective, optimizer, settings)
        .withOptions(TrainingOptions.DEFAULT.withLastSteps(lastSteps));
  }

  static Stream<Arguments> replays() {
    return RandomRuns.reversible()
        .flatMap(
            optimizer ->
                Stream.of(
                    Arguments.of(optimizer, 1, 1),
                    Arguments.of(optimizer, 300, 300),
                    Arguments.of(optimizer, 300, 120)));
  }

  /**
   * With a budget of 0 every spilled word is in the file, whose size tells how many there are; of
   * so few steps no log is.
   */
  @ParameterizedTest(name = "{0}, the last {2} of {1} steps")
  @MethodSource("replays")
  void theWordsThatItCountsAreThoseThatAReplaySpills(
      Optimizer optimizer, int steps, int lastSteps) {
    TrainingRun run = run(optimizer, steps, lastSteps);
    long[] most = new long[1];
    Strategy.REPLAY.differentiate(
        run.withOptions(run.options().withSpill(0, TrainingOptions.DEFAULT.spillFolder())),
        (step, keptStates, fileBytes) -> most[0] = Math.max(most[0], fileBytes));
    StateMemory memory = new StateMemory(run);
    assertThat(memory.words() * WORD_BYTES)
        .isCloseTo(most[0], within(WORD_BYTES * wordsOfGrowth(run)));
    boolean fitsInHeads = optimizer instanceof PrimalAveraging; // a few bits in all
    assertThat(most[0] > 0).isEqualTo(steps > 1 && !fitsInHeads);
  }

  /** The words that gradients decide, whose magnitudes nobody knows: one a parameter. */
  private static long wordsOfGrowth(TrainingRun run) {
    return run.optimizer().followsGradients() ? new StateMemory(run).parameters() : 0;
  }

  /** Growth of moments from 1 - beta to 1 takes bits, where the first step is among the kept. */
  @Test
  void whatUnitsOfMomentsGrowByIsCounted() {
    AdamW optimizer = new AdamW();
    TrainingRun run = run(optimizer, 500, 500);
    CoefficientTable table = run.settings().coefficients();
    Slot first = new Slot(0, 0);
    double bits = 0;
    for (Ratio beta : optimizer.decays(first, table).subList(0, 2)) {
      bits -= Math.log(beta.complement()) / Math.log(2);
    }
    assertThat(optimizer.growthBits(0, 0, table)).isPositive().isCloseTo(bits, within(0.1));
    assertThat(optimizer.growthBits(0, 499, table)).isZero();
    assertThat(new Momentum(MomentumForm.PAPER).growthBits(0, 0, table)).isZero();
  }

  @Test
  void aMeasuredSweepTellsMemoryFromDisk() {
    TrainingRun run = run(new AdamW(), 300, 300);
    long words = new StateMemory(run).words() * WORD_BYTES;
    MeasuredSweep onDisk =
        MeasuredSweep.of(
            DEVICE,
            () ->
                run.withOptions(run.options().withSpill(0, TrainingOptions.DEFAULT.spillFolder())),
            Strategy.REPLAY);
    assertThat(onDisk.exact()).isTrue();
    assertThat(onDisk.fileBytes())
        .isCloseTo(words, within(WORD_BYTES * new StateMemory(run).parameters()));
    assertThat(onDisk.forwardSeconds()).isPositive();
    assertThat(onDisk.backSeconds()).isPositive();
    MeasuredSweep inMemory = MeasuredSweep.of(DEVICE, () -> run, Strategy.REPLAY);
    assertThat(inMemory.fileBytes()).isZero();
    assertThat(inMemory.memoryBytes()).isPositive();
  }

  static Stream<Arguments> trees() {
    return Stream.of(Strategy.STORED, Strategy.CHECKPOINTS, Strategy.RECURSIVE)
        .flatMap(
            strategy ->
                Stream.of(1, 2, 7, 64, 100)
                    .flatMap(
                        steps ->
                            Stream.of(steps, (steps + 1) / 2)
                                .map(last -> Arguments.of(strategy, steps, last))));
  }

  @ParameterizedTest(name = "{0}, the last {2} of {1} steps")
  @MethodSource("trees")
  void theStatesThatItCountsAreAsManyAsARunKeeps(Strategy strategy, int steps, int lastSteps) {
    TrainingRun run = run(new RmsProp(), steps, lastSteps);
    int[] most = new int[1];
    strategy.differentiate(
        run, (step, keptStates, fileBytes) -> most[0] = Math.max(most[0], keptStates));
    int predicted = new StateMemory(run).cost(strategy).states();
    // Between two looks one state is consumed, and the one trained again may come into being.
    assertThat(predicted).isBetween(most[0], most[0] + 2);
  }

  @Test
  void planningCoversEveryStrategyThatApplies() {
    List<StrategyCost> costs = new Planner(() -> run(new AdamW(), 30, 30)).costs();
    assertThat(costs).extracting(StrategyCost::strategy).containsExactly(Strategy.values());
    assertThat(costs)
        .allSatisfy(cost -> assertThat(cost.seconds()).isPositive())
        .allSatisfy(cost -> assertThat(cost.bytes()).isPositive());
    assertThat(costs.get(0).gradientEvaluations()).isEqualTo(4 * 30);
    assertThat(new Planner(() -> run(new RmsProp(), 30, 10)).costs())
        .extracting(StrategyCost::strategy)
        .containsExactly(Strategy.STORED, Strategy.CHECKPOINTS, Strategy.RECURSIVE, Strategy.KEPT);
  }

  @ParameterizedTest(name = "the last {0} of {1} steps")
  @CsvSource({"30,30", "20,30", "7,30", "0,30", "20,12"})
  void everyStepThatIsHeldSavesAGradientAndTakesItsMemory(int held, int back) {
    TrainingRun run = run(new AdamW(), 30, back);
    long aStep = HeldSteps.of(run).bytesAStep();
    Supplier<TrainingRun> runs =
        () -> run.withOptions(run.options().withHeldBytes(held * aStep + aStep / 2));
    int count = Math.min(held, back);
    assertThat(HeldSteps.of(runs.get())).isEqualTo(new HeldSteps(count, aStep));
    List<StrategyCost> costs = new Planner(runs).costs();
    StrategyCost replay = cost(costs, Strategy.REPLAY);
    StrategyCost kept = cost(costs, Strategy.KEPT);
    assertThat(kept.gradientEvaluations()).isEqualTo(30 + 3 * back - count);
    assertThat(kept.bytes()).isEqualTo(replay.bytes() + count * aStep);
  }

  private static StrategyCost cost(List<StrategyCost> costs, Strategy strategy) {
    return costs.stream().filter(cost -> cost.strategy() == strategy).findFirst().orElseThrow();
  }

  @Test
  void theLeastMemoryIsChosenAmongThoseThatAreNearlyAsFast() {
    List<StrategyCost> costs =
        List.of(
            new StrategyCost(Strategy.REPLAY, 400, 3, 10),
            new StrategyCost(Strategy.STORED, 400, 2, 1000),
            new StrategyCost(Strategy.CHECKPOINTS, 470, 2, 100),
            new StrategyCost(Strategy.RECURSIVE, 600, 4, 5));
    assertThat(Planner.choose(costs, 2000).strategy()).isEqualTo(Strategy.REPLAY);
    assertThat(Planner.choose(costs.subList(1, 4), 2000).strategy())
        .isEqualTo(Strategy.CHECKPOINTS);
    assertThat(Planner.choose(costs, 9).strategy()).isEqualTo(Strategy.RECURSIVE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.choose(costs.subList(1, 3), 50))
        .withMessageContaining("checkpoints, needs 0.0 MB");
  }
}
