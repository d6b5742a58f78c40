package org.retrograde.hypergrad.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules made of others. */
final class CompositionTest {

  private static final int[] STEPS = {1, 2, 3, 7, 10, 100, 1000};

  /** A decay as a formula of the fraction of the steps that is over. */
  record Decay(Schedule schedule, DoubleUnaryOperator formula) {}

  static List<Decay> decays() {
    return List.of(
        new Decay(Schedules.FLAT, fraction -> 1),
        new Decay(new Linear(), fraction -> 1 - fraction),
        new Decay(new Cosine(), fraction -> (1 + Math.cos(Math.PI * fraction)) / 2));
  }

  /** The bits matter: they are those of every run that was ever warmed up. */
  @ParameterizedTest
  @MethodSource("decays")
  void aShapeTimesWarmUpThenDecayHasEveryBitOfTheFormulaInOnePiece(Decay decay) {
    for (Schedule shape : List.of(Schedules.FLAT, new Linear(), new OneCycle())) {
      for (double warmup : new double[] {0.001, 0.1, 0.37, 0.5, 0.99}) {
        Schedule composed = shape.times(new Warmup().then(warmup, decay.schedule()));
        for (int steps : STEPS) {
          for (int t = 0; t < steps; t++) {
            assertThat(composed.factor(t, steps))
                .isEqualTo(shape.factor(t, steps) * ramp(warmup, decay.formula(), t, steps))
                .isGreaterThan(0)
                .isLessThanOrEqualTo(1);
          }
        }
      }
    }
  }

  private static double ramp(double warmup, DoubleUnaryOperator decay, int step, int steps) {
    int rising = (int) Math.round(warmup * steps);
    return step < rising
        ? (step + 1.0) / (rising + 1)
        : decay.applyAsDouble((double) (step - rising) / (steps - rising));
  }

  @Test
  void theWarmUpRisesLinearlyToOneAndTheDecayFallsToZeroAfterTheLastStep() {
    Schedule schedule = new Warmup().then(0.2, new Linear());
    assertThat(schedule.factor(0, 10)).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(schedule.factor(1, 10)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(schedule.factor(2, 10)).isEqualTo(1);
    assertThat(schedule.factor(6, 10)).isEqualTo(0.5);
    assertThat(schedule.factor(9, 10)).isEqualTo(1 / 8.0);
  }

  @Test
  void aThirdScheduleFollowsTheSecondAndEndsAreFractionsOfTheWholeRun() {
    Schedule schedule = new Warmup().then(0.1, Schedules.FLAT).then(0.8, new Linear());
    assertThat(schedule.factor(0, 10)).isEqualTo(0.5);
    for (int t = 1; t < 9; t++) {
      assertThat(schedule.factor(t, 10)).isEqualTo(1);
    }
    assertThat(schedule.factor(9, 10)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0, 1, Double.NaN})
  void anEndThatIsNoFractionIsRefused(double until) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Warmup().then(until, new Linear()))
        .withMessageContaining("'until' must rise from above 0 to below 1");
  }

  @Test
  void endsThatFallAreRefusedAndSoIsAStepAfterTheLast() {
    Schedule two = new Warmup().then(0.5, new Linear());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.then(0.4, new Linear()))
        .withMessageContaining("got [0.5, 0.4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.factor(10, 10))
        .withMessage("step must be in [0, 10), got 10");
  }

  @Test
  void oneScheduleAloneIsNoComposition() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Product(List.of(new Linear())));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Schedule.Sequence(List.of(new Schedule.Sequence.Part(new Linear(), 1))));
  }
}
