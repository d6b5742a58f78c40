package org.retrograde.hypergrad.plan;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.retrograde.hypergrad.gradient.CheckpointCost;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * Predicts what a hypergradient costs under every strategy that applies, before it is made.
 *
 * <p>Memory: spilled words and kept states are counted exactly from the coefficients,
 * linearizations as the objective counts them; the rest is measured on a short run. Time: the parts
 * are timed on short runs and counted.
 */
public final class Planner {

  /** How many more evaluations a strategy may take and still be chosen for its memory. */
  private static final double NEARLY_AS_FAST = 1.2;

  /** Steps of the run whose checkpoints are written and timed. */
  private static final int CHECKPOINT_STEPS = 2;

  private final StateMemory memory;
  private final Calibration calibration;
  private final long fixedBytes;

  /**
   * Calibrates, which takes some seconds.
   *
   * @param runs makes a new run, objective included, at each call
   */
  public Planner(Supplier<TrainingRun> runs) {
    this.memory = new StateMemory(runs.get());
    this.calibration = Calibration.of(runs);
    this.fixedBytes = fixedBytes(runs);
  }

  /** Measures the memory of a short run, and takes away what grows with its steps. */
  private static long fixedBytes(Supplier<TrainingRun> runs) {
    TrainingRun brief = Calibration.head(runs.get());
    Strategy strategy = someStrategy(brief);
    return Math.max(
        0, MemoryProbe.peak(brief, strategy) - new StateMemory(brief).growing(strategy));
  }

  /** Returns a strategy that applies to a run and keeps little that is not counted. */
  static Strategy someStrategy(TrainingRun run) {
    return Strategy.REPLAY.appliesTo(run.optimizer()) ? Strategy.REPLAY : Strategy.STORED;
  }

  /**
   * Writes a checkpoint of a run's first steps, with as much besides as the largest of the whole
   * run has more, and returns what it cost.
   *
   * @param folder where; empty again in the end
   */
  public static CheckpointCost checkpoint(TrainingRun run, Strategy strategy, Path folder) {
    int steps = Math.min(CHECKPOINT_STEPS, run.settings().coefficients().steps());
    TrainingRun first =
        run.withSettings(run.settings().head(steps))
            .withOptions(run.options().withCheckpoints(null));
    long more =
        new StateMemory(run).growingOfCheckpoint(strategy)
            - new StateMemory(first).growingOfCheckpoint(strategy);
    return CheckpointCost.measure(first, strategy, Math.max(0, more), folder);
  }

  /** Returns the number of parameters of the run. */
  public long parameters() {
    return memory.parameters();
  }

  /** Returns the cost of every strategy that applies to the run's optimizer. */
  public List<StrategyCost> costs() {
    return strategies(memory.run().optimizer()).map(this::cost).toList();
  }

  /** Returns the strategies that apply to an optimizer. */
  static Stream<Strategy> strategies(Optimizer optimizer) {
    return Arrays.stream(Strategy.values()).filter(strategy -> strategy.appliesTo(optimizer));
  }

  private StrategyCost cost(Strategy strategy) {
    StepCounts counts = StepCounts.of(memory, strategy);
    return new StrategyCost(
        strategy,
        counts.evaluations(),
        counts.seconds(calibration),
        fixedBytes + memory.growing(strategy));
  }

  /**
   * Returns the strategy to use: of those that fit the budget and take at most 1.2 times as many
   * gradient evaluations as the least of them, the one that takes the least memory. Evaluations and
   * not seconds, so that the same machine chooses the same every time.
   *
   * @throws BudgetException if none fits
   */
  public static StrategyCost choose(List<StrategyCost> costs, long budgetBytes) {
    List<StrategyCost> fitting =
        costs.stream().filter(cost -> cost.bytes() <= budgetBytes).toList();
    double fewest =
        fitting.stream().mapToDouble(StrategyCost::gradientEvaluations).min().orElse(Double.NaN);
    return fitting.stream()
        .filter(cost -> cost.gradientEvaluations() <= NEARLY_AS_FAST * fewest)
        .min(Comparator.comparingLong(StrategyCost::bytes))
        .orElseThrow(() -> nothingFits(costs, budgetBytes));
  }

  private static BudgetException nothingFits(List<StrategyCost> costs, long budgetBytes) {
    StrategyCost smallest =
        costs.stream().min(Comparator.comparingLong(StrategyCost::bytes)).orElseThrow();
    return new BudgetException(
        "no strategy fits a memory budget of %.1f MB: the smallest, %s, needs %.1f MB"
            .formatted(budgetBytes / 1e6, smallest.strategy().word(), smallest.bytes() / 1e6));
  }
}
