package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.plan.MemoryProbe;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** Held linearizations take the memory that was promised, once. */
@Tag("slow")
final class HeldMemoryTest {

  private static final int STEPS = 40;

  static Stream<String> devices() {
    return Devices.usable().stream();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void hypergradientsOfOneObjectiveTakeTheirMemoryOnce(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Supplier<TrainingRun> runs = runs(device);
      TrainingRun run = runs.get();
      long promised = HeldSteps.of(run).steps() * HeldSteps.of(run).bytesAStep();
      Strategy.KEPT.differentiate(runs.get()); // what a device keeps of its own
      long replay = MemoryProbe.peak(runs.get(), Strategy.REPLAY);
      long first = MemoryProbe.peak(run, Strategy.KEPT);
      assertThat((double) (first - replay) / promised)
          .as("%d of %d promised", first - replay, promised)
          .isBetween(0.9, 1.4); // a tape has objects in Java, too
      for (int again = 0; again < 2; again++) {
        assertThat(MemoryProbe.peak(run, Strategy.KEPT)).isLessThan(first / 2);
      }
    }
  }

  private static Supplier<TrainingRun> runs(Device device) {
    NetworkSpec spec =
        NetworkSpec.of(List.of(30, 40, 40, 10), Nonlinearity.TANH, Loss.CROSS_ENTROPY);
    RandomProblem random = new RandomProblem(spec, 200, 100, 1);
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    RunSettings settings = random.settings(STEPS, 0.1, optimizer, false);
    return () ->
        new TrainingRun(device, random.objective(device, STEPS, false), optimizer, settings);
  }
}
