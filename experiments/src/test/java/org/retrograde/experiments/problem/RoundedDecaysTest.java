package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/** Weight decays that come to nothing are said, those that fade with their rate are not. */
final class RoundedDecaysTest {

  private static final List<String> GROUPS = List.of("W1", "b1");
  private static final int STEPS = 4;

  private final CoefficientTable table =
      new CoefficientTable(STEPS, 2)
          .fill(Coefficient.LEARNING_RATE, 1e-3)
          .fill(Coefficient.WEIGHT_DECAY, 0.1);

  @Test
  void aDecayBelowHalfOfTheLastBitIsNamedWithItsTensorAndSteps() {
    table.set(Coefficient.WEIGHT_DECAY, 1, 1, 2.9e-5);
    table.set(Coefficient.WEIGHT_DECAY, 2, 1, 2.9e-5);
    assertThat(RoundedDecays.warning(table, GROUPS))
        .hasValueSatisfying(
            warning ->
                assertThat(warning).contains("1 of 2 tensors (b1)", "in up to 2 of 4 steps"));
  }

  @Test
  void oneThatMovesThePositionIsNot() {
    table.fill(Coefficient.WEIGHT_DECAY, 3.1e-5);
    assertThat(AdamW.positionDecay(1e-3, 3.1e-5).isOne()).isFalse();
    assertThat(RoundedDecays.warning(table, GROUPS)).isEmpty();
    assertThat(RoundedDecays.warning(table.fill(Coefficient.WEIGHT_DECAY, 0), GROUPS)).isEmpty();
  }

  @Test
  void theEndOfAScheduleIsNot() {
    table.set(Coefficient.LEARNING_RATE, STEPS - 1, 0, 1e-9);
    table.set(Coefficient.LEARNING_RATE, STEPS - 1, 1, 0);
    assertThat(RoundedDecays.warning(table, GROUPS)).isEmpty();
  }

  @Test
  void optimizersWithoutDecaysHaveNothingToSay() {
    CoefficientTable rates = new CoefficientTable(STEPS, 2).fill(Coefficient.LEARNING_RATE, 1e-9);
    assertThat(RoundedDecays.warning(rates, GROUPS)).isEmpty();
  }
}
