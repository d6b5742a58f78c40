package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** Weight decays that come to nothing are said, those that fade with their rate are not. */
final class RoundedDecaysTest {

  private static final List<String> GROUPS = List.of("W1", "b1");
  private static final int STEPS = 4;
  private static final Optimizer OPTIMIZER = new AdamW();

  private final CoefficientTable table =
      new CoefficientTable(STEPS, 2)
          .fill(Coefficient.LEARNING_RATE, 1e-3)
          .fill(Coefficient.BETA1, 0.9)
          .fill(Coefficient.BETA2, 0.999)
          .fill(Coefficient.WEIGHT_DECAY, 0.1);

  @Test
  void aDecayBelowHalfOfTheLastBitIsNamedWithItsTensorAndSteps() {
    table.set(Coefficient.WEIGHT_DECAY, 1, 1, 2.9e-5);
    table.set(Coefficient.WEIGHT_DECAY, 2, 1, 2.9e-5);
    assertThat(RoundedDecays.warning(OPTIMIZER, table, GROUPS))
        .hasValueSatisfying(
            warning ->
                assertThat(warning).contains("1 of 2 tensors (b1)", "in up to 2 of 4 steps"));
  }

  @Test
  void oneThatMovesThePositionIsNot() {
    table.fill(Coefficient.WEIGHT_DECAY, 3.1e-5);
    assertThat(AdamW.positionDecay(1e-3, 3.1e-5).isOne()).isFalse();
    assertThat(RoundedDecays.warning(OPTIMIZER, table, GROUPS)).isEmpty();
    assertThat(RoundedDecays.warning(OPTIMIZER, table.fill(Coefficient.WEIGHT_DECAY, 0), GROUPS))
        .isEmpty();
  }

  @Test
  void theEndOfAScheduleIsNot() {
    table.set(Coefficient.LEARNING_RATE, STEPS - 1, 0, 1e-9);
    table.set(Coefficient.LEARNING_RATE, STEPS - 1, 1, 0);
    assertThat(RoundedDecays.warning(OPTIMIZER, table, GROUPS)).isEmpty();
  }

  @Test
  void optimizersWithoutDecaysHaveNothingToSay() {
    CoefficientTable rates =
        new CoefficientTable(STEPS, 2)
            .fill(Coefficient.LEARNING_RATE, 1e-9)
            .fill(Coefficient.MOMENTUM, 0.9);
    assertThat(RoundedDecays.warning(new Momentum(MomentumForm.PAPER), rates, GROUPS)).isEmpty();
  }
}
