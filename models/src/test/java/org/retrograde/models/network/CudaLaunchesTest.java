package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.UsualSettings;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.cuda.CudaDevice;
import org.retrograde.reversible.device.cuda.CudaDevices;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * What a step of the paper's network, 784-50-50-50-10 at 250 rows, puts into the card's queue, and
 * how often it waits: by difference of two lengths.
 */
@Tag("slow")
final class CudaLaunchesTest {

  private static final NetworkSpec SPEC =
      NetworkSpec.of(List.of(784, 50, 50, 50, 10), Nonlinearity.TANH, Loss.CROSS_ENTROPY);

  /** Units of moments grow before, which makes other lists of calls. */
  private static final int SHORT = 24;

  private static final int LONG = 29;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Momentum(MomentumForm.PAPER), new Momentum(MomentumForm.HEAVY_BALL), new AdamW());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aTrainingStepIsOneLaunchAndOneWaitOrTwoOfEach(Optimizer optimizer) {
    assumeTrue(Devices.usable().contains(CudaDevices.NAME), "no card and no C++ compiler");
    try (CudaDevice device = open()) {
      LongSupplier[] counts = {device::launches, device::waits};
      double[] step = perStep(counts, steps -> run(device, optimizer, steps).train());
      assertThat(step[0]).as("launches").isLessThanOrEqualTo(1 + forSizes(optimizer));
      assertThat(step[1]).as("waits").isLessThanOrEqualTo(1 + forSizes(optimizer));
    }
  }

  /** AdamW asks for the largest magnitude of every gradient before it takes the step. */
  private static int forSizes(Optimizer optimizer) {
    return optimizer instanceof AdamW ? 1 : 0;
  }

  @Test
  void otherRowsInEveryStepChangeNothing() {
    assumeTrue(Devices.usable().contains(CudaDevices.NAME), "no card and no C++ compiler");
    try (CudaDevice device = open()) {
      Optimizer optimizer = new Momentum(MomentumForm.PAPER);
      LongSupplier[] counts = {device::launches, device::waits};
      double[] step =
          perStep(
              counts,
              steps -> {
                // The numbers of all rows are on the card before the first step: one upload each.
                TrainingRun run = run(device, optimizer, BatchPlans.epochs(3, 500, steps, 250));
                Strategy.REPLAY.differentiate(run);
              });
      assertThat(step[0]).as("launches").isLessThanOrEqualTo(2);
      assertThat(step[1]).as("waits").isLessThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aStepOfAHypergradientIsOneLaunchAndOneWaitMore(Optimizer optimizer) {
    assumeTrue(Devices.usable().contains(CudaDevices.NAME), "no card and no C++ compiler");
    try (CudaDevice device = open()) {
      LongSupplier[] counts = {device::launches, device::waits, device::transfers};
      double[] step =
          perStep(counts, steps -> Strategy.REPLAY.differentiate(run(device, optimizer, steps)));
      assertThat(step[0]).as("launches").isLessThanOrEqualTo(2 + forSizes(optimizer));
      assertThat(step[1]).as("waits").isLessThanOrEqualTo(2 + forSizes(optimizer));
      assertThat(step[2]).as("arrays copied").isZero();
    }
  }

  private static CudaDevice open() {
    return (CudaDevice) Devices.open(CudaDevices.NAME, Precision.FLOAT32, 1);
  }

  private interface Work {
    void run(int steps);
  }

  private static double[] perStep(LongSupplier[] counts, Work work) {
    double[] difference = new double[counts.length];
    for (int steps : new int[] {SHORT, LONG}) {
      long[] before = new long[counts.length];
      for (int i = 0; i < counts.length; i++) {
        before[i] = counts[i].getAsLong();
      }
      work.run(steps);
      for (int i = 0; i < counts.length; i++) {
        double done = counts[i].getAsLong() - before[i];
        difference[i] = (steps == SHORT ? -done : difference[i] + done);
      }
    }
    for (int i = 0; i < counts.length; i++) {
      difference[i] /= LONG - SHORT;
    }
    return difference;
  }

  private static TrainingRun run(CudaDevice device, Optimizer optimizer, int steps) {
    return run(device, optimizer, BatchPlans.inOrder(500, steps, 250));
  }

  private static TrainingRun run(CudaDevice device, Optimizer optimizer, BatchPlan batches) {
    int steps = batches.steps();
    RandomProblem random = new RandomProblem(SPEC, 500, 250, 1);
    NetworkProblem problem =
        new NetworkProblem(
            SPEC,
            random.start(device),
            random.data(device, 500, 1),
            batches,
            List.of(random.data(device, 250, 2)),
            false);
    NetworkObjective objective = new NetworkObjective(device, problem);
    RunSettings settings = UsualSettings.of(optimizer, steps, objective.groups());
    TrainingOptions options = TrainingOptions.DEFAULT.withHashEvery(1000);
    return new TrainingRun(device, objective, optimizer, settings, options);
  }
}
