package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** What is held is not evaluated again, and nothing else changes. */
final class HeldStepsTest {

  private static final int STEPS = 60;
  private static final Optimizer PAPER = new Momentum(MomentumForm.PAPER);

  private final Device device = Devices.open("host", Precision.FLOAT32, 1);

  @AfterEach
  void close() {
    device.close();
  }

  static Stream<Arguments> plans() {
    return RandomRuns.optimizers()
        .flatMap(
            optimizer ->
                Stream.of(0, 1, STEPS / 2, STEPS).map(held -> Arguments.of(optimizer, held)));
  }

  /** With penalties, multipliers and a clip. */
  @ParameterizedTest(name = "{0}, the last {1} steps")
  @MethodSource("plans")
  void noGradientOfAStepThatIsHeldIsEvaluatedAgain(Optimizer optimizer, int held) {
    Counted objective = new Counted(true, 0);
    TrainingRun run = run(objective, optimizer, STEPS);
    Hypergradient stored = Strategy.STORED.differentiate(run);
    assertThat(objective.gradients).isEqualTo(2 * STEPS);
    TrainingRun mixed = holding(run, held);
    objective.gradients = 0;

    Hypergradient kept = Strategy.KEPT.differentiate(mixed);

    assertThat(objective.gradients).isEqualTo(2 * STEPS - held);
    assertThat(objective.held).isZero();
    assertThat(objective.mostHeld).isEqualTo(held);
    assertThat(numbers(kept)).containsExactly(numbers(stored));
    assertThat(kept.trainingLosses()).isEqualTo(stored.trainingLosses());
    assertThat(kept.adjointNorms()).isEqualTo(stored.adjointNorms());
    assertThat(kept.reversal().endHash()).isEqualTo(stored.reversal().endHash());
    assertThat(kept.reversal().windows()).isEqualTo(stored.reversal().windows());
    assertThat(kept.reversal().clippedSteps()).isPositive();
    assertThat(kept.reversal().exact()).isTrue();
  }

  @Test
  void ofATruncatedWayBackNoMoreThanItsStepsAreHeld() {
    Counted objective = new Counted(true, 0);
    TrainingRun run = run(objective, PAPER, STEPS);
    TrainingRun truncated = run.withOptions(run.options().withLastSteps(7));
    double[] expected = numbers(Strategy.REPLAY.differentiate(truncated));
    objective.gradients = 0;
    assertThat(numbers(Strategy.KEPT.differentiate(truncated))).containsExactly(expected);
    assertThat(objective.gradients).isEqualTo(STEPS);
    assertThat(objective.mostHeld).isEqualTo(7);
  }

  @Test
  void anObjectiveThatHoldsNothingIsEvaluatedAgain() {
    Counted objective = new Counted(false, 0);
    TrainingRun run = run(objective, PAPER, STEPS);
    double[] expected = numbers(Strategy.REPLAY.differentiate(run));
    objective.gradients = 0;
    assertThat(numbers(Strategy.KEPT.differentiate(run))).containsExactly(expected);
    assertThat(objective.gradients).isEqualTo(2 * STEPS);
  }

  /** The control: what is compared has one last bit of one step's product in it. */
  @Test
  void theComparisonSeesTheLastBitOfOneHeldProduct() {
    double[] right = numbers(Strategy.KEPT.differentiate(run(new Counted(true, 0), PAPER, STEPS)));
    double[] wrong =
        numbers(Strategy.KEPT.differentiate(run(new Counted(true, 0x1p-23), PAPER, STEPS)));
    assertThat(wrong).isNotEqualTo(right);
    assertThat(
            numbers(Strategy.REPLAY.differentiate(run(new Counted(true, 0x1p-23), PAPER, STEPS))))
        .containsExactly(right);
  }

  private TrainingRun run(Objective objective, Optimizer optimizer, int steps) {
    RunSettings settings = RandomRuns.settings(1, steps, objective.groups(), optimizer);
    double[] multipliers = new double[objective.groups().size()];
    Arrays.setAll(multipliers, g -> 0.1 * (g + 1));
    settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, multipliers);
    return new TrainingRun(device, objective, optimizer, settings)
        .withOptions(TrainingOptions.DEFAULT.withClip(2));
  }

  private static TrainingRun holding(TrainingRun run, int steps) {
    long bytes = steps * HeldSteps.of(run).bytesAStep();
    return run.withOptions(run.options().withHeldBytes(bytes));
  }

  private static double[] numbers(Hypergradient hypergradient) {
    RunSettings derivative = hypergradient.derivative();
    return Stream.of(
            RandomRuns.numbers(derivative), derivative.lossParameter(RunSettings.LOG_MULTIPLIERS))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** Counts gradients, and spoils the product of one held step. */
  private static final class Counted implements Objective {

    private static final int SPOILED = STEPS / 3;

    private final Objective inner = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    private final boolean holds;
    private final double spoiled;
    private int gradients;
    private int held;
    private int mostHeld;

    Counted(boolean holds, double spoiled) {
      this.holds = holds;
      this.spoiled = spoiled;
    }

    @Override
    public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
      gradients++;
      Linearization there = inner.linearize(step, weights, gradient);
      return new Linearization() {
        private boolean isHeld;

        @Override
        public Scalar loss() {
          return there.loss();
        }

        @Override
        public void hessianProduct(
            List<Tensor> direction, List<Tensor> product, double parameterWeight) {
          there.hessianProduct(direction, product, parameterWeight);
          if (isHeld && step == SPOILED) {
            product.get(0).scale(1 + spoiled);
          }
        }

        @Override
        public OptionalLong bytesToHold() {
          return holds ? there.bytesToHold() : OptionalLong.empty();
        }

        @Override
        public void hold() {
          there.hold();
          isHeld = true;
          held++;
          mostHeld = Math.max(held, mostHeld);
        }

        @Override
        public void release() {
          there.release();
          held -= isHeld ? 1 : 0;
          isHeld = false;
        }
      };
    }

    @Override
    public List<ParameterGroup> groups() {
      return inner.groups();
    }

    @Override
    public List<Tensor> initialWeights(Device of) {
      return inner.initialWeights(of);
    }

    @Override
    public double finalLoss(List<Tensor> weights) {
      return inner.finalLoss(weights);
    }

    @Override
    public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
      return inner.finalGradient(weights, gradient);
    }
  }
}
