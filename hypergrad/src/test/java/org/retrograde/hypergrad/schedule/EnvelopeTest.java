package org.retrograde.hypergrad.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {

  @Test
  void withoutWarmUpAndDecayEveryFactorIsExactlyOne() {
    for (int t = 0; t < 50; t++) {
      assertThat(Envelope.NONE.factor(t, 50)).isEqualTo(1);
    }
  }

  @Test
  void theWarmUpRisesLinearlyToOneAndTheDecayFallsToZeroAfterTheLastStep() {
    Envelope envelope = new Envelope(0.2, Envelope.Decay.LINEAR);
    assertThat(envelope.factor(0, 10)).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(envelope.factor(1, 10)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(envelope.factor(2, 10)).isEqualTo(1);
    assertThat(envelope.factor(6, 10)).isEqualTo(0.5);
    assertThat(envelope.factor(9, 10)).isEqualTo(1 / 8.0);
  }

  @Test
  void theCosineFallsByHalfInTheMiddle() {
    Envelope envelope = new Envelope(0, Envelope.Decay.COSINE);
    assertThat(envelope.factor(0, 10)).isEqualTo(1);
    assertThat(envelope.factor(5, 10)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void aShapeIsMultipliedWithWarmUpAndDecay() {
    Envelope ramp = new Envelope(0.2, Envelope.Decay.LINEAR);
    for (int t = 0; t < 50; t++) {
      assertThat(ramp.withShape(ScheduleFamily.ONE_CYCLE).factor(t, 50))
          .isEqualTo(ScheduleFamily.ONE_CYCLE.factor(t, 50) * ramp.factor(t, 50));
    }
  }

  @ParameterizedTest
  @EnumSource(Envelope.Decay.class)
  void noStepHasAFactorOfZeroOrAboveOne(Envelope.Decay decay) {
    for (int steps : new int[] {1, 2, 3, 10, 1000}) {
      for (double warmup : new double[] {0, 0.1, 0.5, 0.99}) {
        for (int t = 0; t < steps; t++) {
          assertThat(new Envelope(warmup, decay).factor(t, steps))
              .isGreaterThan(0)
              .isLessThan(1.0000001);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aWarmUpThatIsNoFractionIsRefused(double warmup) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope(warmup, Envelope.Decay.NONE))
        .withMessage("warmup must be in [0, 1), got " + warmup);
  }
}
