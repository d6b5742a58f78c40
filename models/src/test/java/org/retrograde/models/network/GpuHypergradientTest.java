package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.nd4j.Card;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** A hypergradient of a network on a graphics card. Skipped elsewhere, with the reason. */
@Tag("gpu")
final class GpuHypergradientTest {

  private static final int STEPS = 20;

  @BeforeEach
  void skipWithoutACard() {
    Card.assumeInUse(GpuHypergradientTest.class);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void onACardARunReturnsToItsFirstBitAndItsHypergradientComesNearTheHosts(Precision precision) {
    RandomProblem problem =
        new RandomProblem(
            NetworkSpec.of(List.of(8, 64, 64, 5), Nonlinearity.TANH, Loss.CROSS_ENTROPY),
            100,
            20,
            1);
    try (Device card = Devices.open("nd4j", precision, 1);
        Device host = Devices.open("host", precision, 1)) {
      Hypergradient there = differentiate(card, problem);
      Hypergradient here = differentiate(host, problem);
      assertThat(there.reversal().exact()).isTrue();
      RunSettings difference = there.derivative().plus(-1, here.derivative());
      double relative =
          Math.sqrt(difference.dot(difference) / here.derivative().dot(here.derivative()));
      // Digit noise of the exact arithmetic on the one hand, of float32 on the other.
      assertThat(relative).isLessThan(precision == Precision.FLOAT64 ? 1e-6 : 1e-3);
    }
  }

  private static Hypergradient differentiate(Device device, RandomProblem problem) {
    Momentum momentum = new Momentum(MomentumForm.HEAVY_BALL);
    return Strategy.REPLAY.differentiate(
        new TrainingRun(
            device,
            problem.objective(device, STEPS, true),
            momentum,
            problem.settings(STEPS, 0.05, momentum, true)));
  }
}
