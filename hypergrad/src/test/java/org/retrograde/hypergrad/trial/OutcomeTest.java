package org.retrograde.hypergrad.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeTest {

  @Test
  void whatWasFoundIsThere() {
    Outcome<Double> outcome = Outcome.found(2.0, 0.5);
    assertThat(outcome.get()).isEqualTo(2);
    assertThat(outcome.map(loss -> loss + 1, -1.0)).isEqualTo(3);
    assertThat(outcome.with(loss -> "loss " + loss)).isEqualTo(Outcome.found("loss 2.0", 0.5));
  }

  @Test
  void aDivergenceSaysWhatItWas() {
    Outcome<Double> outcome = Outcome.diverged("step 3: NaN", 0.5);
    assertThat(outcome.map(loss -> loss + 1, -1.0)).isEqualTo(-1);
    assertThat(outcome.with(loss -> "loss " + loss))
        .isEqualTo(Outcome.diverged("step 3: NaN", 0.5));
    assertThatExceptionOfType(DivergedTrialException.class)
        .isThrownBy(outcome::get)
        .withMessage("step 3: NaN");
  }

  @Test
  void anOutcomeIsOneOfTheTwo() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Outcome<>(null, null, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Outcome<>(1.0, "NaN", 1));
  }

  @Test
  void aMeanOfLossesIsInfiniteWhereARunDiverged() {
    Outcome<Double> one = Outcome.found(1.0, 0);
    Outcome<Double> three = Outcome.found(3.0, 0);
    assertThat(Outcome.meanLoss(List.of(one, three))).isEqualTo(2);
    assertThat(Outcome.meanLoss(List.of(one, Outcome.diverged("step 3: NaN", 0)))).isInfinite();
    assertThat(Outcome.meanLoss(List.of())).isInfinite();
  }
}
