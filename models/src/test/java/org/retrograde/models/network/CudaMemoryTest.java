package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.plan.MemoryProbe;
import org.retrograde.hypergrad.plan.Planner;
import org.retrograde.hypergrad.plan.StrategyCost;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.cuda.CudaDevices;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** What a plan says of the card's memory is what a hypergradient then takes there. */
@Tag("slow")
final class CudaMemoryTest {

  private static final int STEPS = 100;

  @Test
  void everyStrategyTakesTheMemoryThatWasPredicted() {
    assumeTrue(Devices.usable().contains(CudaDevices.NAME), "no card and no C++ compiler");
    try (Device device = Devices.open(CudaDevices.NAME, Precision.FLOAT32, 1)) {
      NetworkSpec spec = NetworkSpec.of(List.of(60, 80, 10), Nonlinearity.TANH, Loss.CROSS_ENTROPY);
      RandomProblem random = new RandomProblem(spec, 32, 16, 1);
      Optimizer optimizer = new Momentum(MomentumForm.PAPER);
      RunSettings settings = random.settings(STEPS, 0.1, optimizer, false);
      settings.coefficients().fill(Coefficient.MOMENTUM, 0.1); // many words are spilled
      Supplier<TrainingRun> runs =
          () ->
              new TrainingRun(device, random.objective(device, STEPS, false), optimizer, settings);
      Strategy.REPLAY.differentiate(runs.get()); // the workspace of cuBLAS is not its own
      long fixed =
          MemoryProbe.peak(
              runs.get().withOptions(TrainingOptions.DEFAULT.withLastSteps(2)), Strategy.REPLAY);
      for (StrategyCost cost : new Planner(runs).costs()) {
        long measured = MemoryProbe.peak(runs.get(), cost.strategy());
        assertThat((double) cost.bytes() / measured)
            .as("%s: %d predicted, %d measured", cost.strategy(), cost.bytes(), measured)
            .isBetween(0.8, 1.25);
        assertThat(measured).as("grown").isGreaterThan(fixed + fixed / 5);
      }
    }
  }
}
