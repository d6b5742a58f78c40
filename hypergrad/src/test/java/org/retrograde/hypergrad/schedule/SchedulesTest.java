package org.retrograde.hypergrad.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchedulesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10, 99, 100, 1000})
  void everyFactorIsPositiveAndAtMostOne(int steps) {
    for (Schedule schedule : Schedules.ALL.all()) {
      for (double factor : factors(schedule, steps)) {
        assertThat(factor).as(schedule.word()).isPositive().isLessThanOrEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void flatStaysAtThePeak(int steps) {
    assertThat(factors(Schedules.FLAT, steps)).containsOnly(1.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void linearFallsFromExactlyThePeakByEqualSteps(int steps) {
    double[] factors = factors(new Linear(), steps);
    assertThat(factors[0]).isEqualTo(1);
    for (int t = 1; t < steps; t++) {
      assertThat(factors[t - 1] - factors[t]).isCloseTo(1.0 / steps, within(1e-15));
    }
    assertThat(factors[steps - 1]).isCloseTo(1.0 / steps, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void oneCycleRisesFromATwentyFifthToExactlyThePeakAndFallsToNearlyZero(int steps) {
    double[] factors = factors(new OneCycle(), steps);
    int top = 3 * steps / 10 - 1;
    assertThat(factors[0]).isCloseTo(1 / 25.0, within(1e-16));
    assertThat(factors[top]).isEqualTo(1);
    assertThat(factors[steps - 1]).isCloseTo(1 / 250_000.0, within(1e-16));
    assertThat(Arrays.copyOfRange(factors, 0, top + 1)).isSorted();
    double[] fall = IntStream.range(top, steps).mapToDouble(t -> -factors[t]).toArray();
    assertThat(fall).isSorted();
  }

  /** torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10), its documented formula. */
  @Test
  void oneCycleHasTheNumbersOfPyTorch() {
    double[] rise = {0.04, 0.52, 1};
    double[] factors = factors(new OneCycle(), 10);
    assertThat(Arrays.copyOf(factors, 3)).containsExactly(rise, within(1e-15));
    for (int t = 3; t < 10; t++) {
      double low = 0.04 / 1e4;
      double expected = low + (1 - low) / 2 * (1 + Math.cos(Math.PI * (t - 2) / 7));
      assertThat(factors[t]).isCloseTo(expected, within(1e-15));
    }
  }

  /** torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10) of PyTorch 1.13, printed. */
  @Test
  void theMomentumOfOneCycleHasTheNumbersOfPyTorch() {
    double[] published = {
      0.95,
      0.9,
      0.85,
      0.854951556604879,
      0.8688255099070633,
      0.8888739533021842,
      0.9111260466978157,
      0.9311744900929366,
      0.945048443395121,
      0.95
    };
    OneCycle cycle = new OneCycle(0.3, 1 / 25.0, 1 / 250_000.0, 0.85);
    double[] momenta =
        IntStream.range(0, 10).mapToDouble(t -> cycle.momentum(0.95, t, 10)).toArray();
    assertThat(momenta).containsExactly(published, within(1e-15));
    Schedule after = new Warmup().then(0.5, cycle);
    assertThat(after.momentum(0.95, 9, 20)).isEqualTo(0.95);
    assertThat(after.momentum(0.95, 12, 20)).isEqualTo(momenta[2]);
    assertThat(new Linear().times(cycle).momentum(0.95, 5, 10)).isEqualTo(momenta[5]);
    assertThat(new OneCycle().momentum(0.95, 5, 10)).as("left alone").isEqualTo(0.95);
  }

  @Test
  void oneCycleTakesOtherNumbersAndRefusesThoseOutOfRange() {
    double[] factors = factors(new OneCycle(0.5, 0.25, 0.125, 0), 20);
    assertThat(factors[0]).isEqualTo(0.25);
    assertThat(factors[9]).isEqualTo(1);
    assertThat(factors[19]).isEqualTo(0.125);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OneCycle(1, 0.1, 0.1, 0))
        .withMessage("rise must be above 0 and below 1, got 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OneCycle(0.3, 0.1, 0, 0))
        .withMessage("start and end must be above 0 and at most 1, got 0.1 and 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OneCycle(0.3, 0.1, 0.1, 1))
        .withMessage("low-momentum must be above 0 and below 1, or 0 for none, got 1.0");
  }

  @Test
  void theCosineFallsByHalfInTheMiddle() {
    assertThat(new Cosine().factor(0, 10)).isEqualTo(1);
    assertThat(new Cosine().factor(5, 10)).isCloseTo(0.5, within(1e-15));
  }

  private static double[] factors(Schedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(t -> schedule.factor(t, steps)).toArray();
  }
}
