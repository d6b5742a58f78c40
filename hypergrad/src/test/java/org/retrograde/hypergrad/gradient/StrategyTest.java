package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** All strategies differentiate the identical map, so they agree to the last bit. */
final class StrategyTest {

  private static final int STEPS = 150;

  static Stream<Arguments> runs() {
    return Devices.names().stream()
        .flatMap(
            device ->
                Stream.of(Precision.values())
                    .flatMap(
                        precision ->
                            Stream.of(MomentumForm.values())
                                .flatMap(
                                    form ->
                                        seeds(device)
                                            .map(s -> Arguments.of(device, precision, form, s)))));
  }

  private static Stream<Long> seeds(String device) {
    return device.equals("host") ? Stream.of(1L, 2L, 3L) : Stream.of(1L);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void replayingAndHavingStoredGiveTheSameBits(
      String name, Precision precision, MomentumForm form, long seed) {
    try (Device device = Devices.open(name, precision, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(seed));
      RunSettings settings = RandomRuns.settings(seed, STEPS, objective.groups(), form);
      TrainingRun run = new TrainingRun(device, objective, new Momentum(form), settings);
      Hypergradient replayed = Strategy.REPLAY.differentiate(run);
      Hypergradient stored = Strategy.STORED.differentiate(run);
      assertThat(RandomRuns.numbers(replayed.derivative()))
          .doesNotContain(Double.NaN)
          .containsExactly(RandomRuns.numbers(stored.derivative()));
      assertThat(start(replayed)).containsExactly(start(stored));
      assertThat(replayed.finalLoss()).isEqualTo(stored.finalLoss());
      assertThat(replayed.trainingLosses()).isEqualTo(stored.trainingLosses());
      assertThat(replayed.reversal()).isEqualTo(stored.reversal());
    }
  }

  @Test
  void theComparisonSeesTheLastBitOfOneMomentum() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      RunSettings settings = RandomRuns.settings(1, STEPS, objective.groups(), MomentumForm.PAPER);
      RunSettings moved = settings.copy();
      moved.coefficients().add(Coefficient.MOMENTUM, STEPS - 1, 1, 0x1p-16);
      Momentum optimizer = new Momentum(MomentumForm.PAPER);
      Hypergradient one =
          Strategy.REPLAY.differentiate(new TrainingRun(device, objective, optimizer, settings));
      Hypergradient other =
          Strategy.STORED.differentiate(new TrainingRun(device, objective, optimizer, moved));
      assertThat(RandomRuns.numbers(one.derivative()))
          .isNotEqualTo(RandomRuns.numbers(other.derivative()));
      assertThat(start(one)).isNotEqualTo(start(other));
    }
  }

  private static double[] start(Hypergradient hypergradient) {
    return hypergradient.start().stream()
        .flatMap(StrategyTest::tensors)
        .flatMapToDouble(tensor -> Arrays.stream(tensor.toArray()))
        .toArray();
  }

  private static Stream<Tensor> tensors(GroupAdjoint adjoint) {
    return Stream.concat(Stream.of(adjoint.position()), adjoint.moments().stream());
  }
}
