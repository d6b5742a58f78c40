package org.retrograde.hypergrad.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.plan.ScaleModel.Size;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Made-up times, whose answer is known; and sums and bits, which are exact. */
final class ScaleModelTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final Momentum MOMENTUM = new Momentum(MomentumForm.PAPER);

  /** Bytes of a log that has few entries. */
  private static final int LOG = 8 * 16;

  /** Half the square of the distance from 0. */
  private record Bowl(int rows) implements HostObjective {

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("w", rows, 10));
    }

    @Override
    public double[][] initialWeights() {
      double[] start = new double[10 * rows];
      Arrays.fill(start, 1);
      return new double[][] {start};
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      System.arraycopy(weights[0], 0, gradient[0], 0, gradient[0].length);
      return Arrays.stream(weights[0]).map(w -> w * w / 2).sum();
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      System.arraycopy(direction[0], 0, product[0], 0, product[0].length);
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return gradient(0, weights, gradient);
    }
  }

  private static TrainingRun run(int rows, int steps, Optimizer optimizer, double decay) {
    HostObjectiveAdapter objective = new HostObjectiveAdapter(new Bowl(rows));
    RunSettings settings = new RunSettings(steps, objective.groups());
    settings
        .coefficients()
        .fill(Coefficient.LEARNING_RATE, 1e-3)
        .fill(Coefficient.MOMENTUM, decay)
        .fill(Coefficient.BETA1, decay)
        .fill(Coefficient.BETA2, 0.99)
        .fill(Coefficient.EPSILON, 1e-8);
    return new TrainingRun(DEVICE, objective, optimizer, settings);
  }

  /** Every part takes a + b N seconds, with an a and a b of its own. */
  private static Calibration parts(double fixed, double each, long parameters) {
    double cost = fixed + each * parameters;
    return new Calibration(1 * cost, 2 * cost, 3 * cost, 4 * cost, 5 * cost, 6 * cost, 7 * cost);
  }

  private static ScaleModel model(double fixed, double each, double... roundFactors) {
    ScaleModel model = new ScaleModel(Clock.WALL);
    for (long parameters : new long[] {1000, 20_000}) {
      List<Calibration> rounds = new ArrayList<>();
      for (double factor : roundFactors) {
        rounds.add(parts(factor * fixed, factor * each, parameters));
      }
      model.put(parameters, new Size(50 * parameters, 0, rounds));
    }
    return model;
  }

  private static ScaledCost cost(ScaleModel model, TrainingRun run, int rows, Strategy strategy) {
    return model.at(run, new Bowl(rows).groups()).stream()
        .filter(cost -> cost.strategy() == strategy)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0} rows")
  @CsvSource({"100", "700", "2000", "1000000"})
  void timesThatGrowInStraightLinesAreFoundAtAnySize(int rows) {
    ScaleModel model = model(1e-3, 1e-7, 1);
    double part = 1e-3 + 1e-7 * 10 * rows;
    TrainingRun run = run(1, 30, MOMENTUM, 0.9);
    ScaledCost replay = cost(model, run, rows, Strategy.REPLAY);
    assertThat(replay.seconds()).isCloseTo(part * (1 + 3 + 30 * (2 + 4)), within(1e-9 * rows));
    assertThat(replay.stepSeconds()).isCloseTo(part * (2 + 4), within(1e-9 * rows));
    assertThat(replay.trainingSeconds()).isCloseTo(part * (1 + 3 + 30 * 2), within(1e-9 * rows));
    ScaledCost stored = cost(model, run, rows, Strategy.STORED);
    assertThat(stored.seconds()).isCloseTo(part * (1 + 3 + 30 * (2 + 5 + 6)), within(1e-9 * rows));
  }

  @Test
  void theRangeHoldsEveryRoundAndBothGuessesOfWhatIsBeyond() {
    TrainingRun run = run(1, 30, MOMENTUM, 0.9);
    ScaledCost alike = cost(model(0, 1e-7, 1, 1, 1), run, 1_000_000, Strategy.REPLAY);
    assertThat(alike.leastSeconds()).isCloseTo(alike.seconds(), within(1e-9));
    assertThat(alike.mostSeconds()).isCloseTo(alike.seconds(), within(1e-9));

    ScaledCost noisy = cost(model(0, 1e-7, 0.5, 1, 3), run, 1_000_000, Strategy.REPLAY);
    assertThat(noisy.seconds()).as("the median").isCloseTo(alike.seconds(), within(1e-9));
    assertThat(noisy.leastSeconds()).isCloseTo(0.5 * alike.seconds(), within(1e-9));
    assertThat(noisy.mostSeconds()).isCloseTo(3 * alike.seconds(), within(1e-9));

    ScaledCost bent = cost(model(1, 1e-7, 1), run, 1_000_000, Strategy.REPLAY);
    double proportional = (1 + 1e-7 * 20_000) / 20_000 * 1e7 * (4 + 30 * 6);
    assertThat(bent.mostSeconds()).isCloseTo(proportional, within(1e-6 * proportional));
    assertThat(bent.leastSeconds()).isCloseTo(bent.seconds(), within(1e-9));
    assertThat(cost(model(1, 1e-7, 1), run, 1500, Strategy.REPLAY))
        .as("control: within what was measured there is one guess")
        .satisfies(within -> assertThat(within.mostSeconds()).isEqualTo(within.leastSeconds()));
  }

  /** x, v, heads; d_x, d_v, u; penalties; weights, gradient, direction, all of 8 bytes here. */
  @Test
  void memoryIsTheSumOfTheArrays() {
    int rows = 40;
    int numbers = 10 * rows;
    TrainingRun run = run(1, 3, MOMENTUM, 0.9);
    StateMemory memory =
        new StateMemory(run, new Bowl(rows).groups(), new StateMemory(run).holds());
    assertThat(memory.ofParameters()).isEqualTo(10L * (8L * numbers + 16));
    ScaledCost cost = cost(model(1, 1, 1), run, rows, Strategy.REPLAY);
    // Besides: what the objective has; of 3 steps five numbers, and the first array of the log.
    assertThat(cost.memoryBytes())
        .isEqualTo(10L * (8L * numbers + 16) + 50L * numbers + 24L * (ofSlots(run) + 2) + LOG);
    assertThat(cost.fileBytes()).isZero();
    // x, v, heads, d_x, d_v, and the numbers of steps; a checkpoint may have all words of memory.
    assertThat(cost.checkpointBytes()).isEqualTo(5L * 8 * numbers + 24L * (ofSlots(run) + 2) + LOG);
  }

  private static int ofSlots(TrainingRun run) {
    return run.optimizer().coefficients().size();
  }

  @ParameterizedTest(name = "decay by {0}")
  @CsvSource({"0.5", "0.9", "0.99"})
  void whatIsSpilledAtAnotherSizeIsKnownToTheByte(double decay) {
    int rows = 3000;
    int steps = 900;
    long budget = 20_000; // less than one spill of the large run has, more than its log
    TrainingRun large = run(rows, steps, MOMENTUM, decay);
    long[] most = new long[1];
    Strategy.REPLAY.differentiate(
        large.withOptions(large.options().withSpill(budget, large.options().spillFolder())),
        (step, keptStates, fileBytes) -> most[0] = Math.max(most[0], fileBytes));

    TrainingRun small = run(1, steps, MOMENTUM, decay);
    ScaledCost cost =
        cost(
            model(1, 1, 1),
            small.withOptions(small.options().withSpill(budget, small.options().spillFolder())),
            rows,
            Strategy.REPLAY);
    assertThat(cost.spilledBytes()).isEqualTo(most[0]);
    assertThat(most[0] > 0)
        .as("a decay by .99 takes 4000 steps to fill the heads")
        .isEqualTo(decay < 0.99);
  }

  @Test
  void aMeasuredModelPlansEveryStrategyAndSaysHowFarItSaw() {
    ScaleModel model = new ScaleModel(Clock.WALL);
    model.measure(DEVICE, () -> run(10, 20, new AdamW(), 0.9));
    model.measure(DEVICE, () -> run(50, 20, new AdamW(), 0.9));
    assertThat(model.largest()).isEqualTo(500);
    List<ScaledCost> costs = model.at(run(1, 1000, new AdamW(), 0.9), new Bowl(100_000).groups());
    assertThat(costs).extracting(ScaledCost::strategy).containsExactly(Strategy.values());
    assertThat(costs)
        .allSatisfy(cost -> assertThat(cost.leastSeconds()).isPositive())
        .allSatisfy(cost -> assertThat(cost.mostSeconds()).isGreaterThan(cost.leastSeconds() / 2))
        .allSatisfy(cost -> assertThat(cost.memoryBytes()).isGreaterThan(100_000_000L));
    assertThat(costs.get(0).spillBytesPerSecond()).isPositive();
    assertThat(costs.get(1).spillBytesPerSecond()).as("stored states spill nothing").isZero();
  }
}
