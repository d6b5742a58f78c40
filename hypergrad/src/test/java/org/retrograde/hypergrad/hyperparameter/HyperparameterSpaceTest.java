package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class HyperparameterSpaceTest {

  private static final int STEPS = 6;
  private static final List<ParameterGroup> GROUPS =
      List.of(new ParameterGroup("a", 2, 2), new ParameterGroup("b", 1, 3));

  private static HyperparameterSpace space(long seed) {
    RunSettings base = RandomRuns.settings(seed, STEPS, GROUPS, new Momentum(MomentumForm.PAPER));
    base.setLossParameter("x", new double[] {1, 2});
    return new HyperparameterSpace(
        base,
        List.of(
            new ScheduleHyperparameter(
                Coefficient.LEARNING_RATE, Transform.LOG, STEPS, 3, Tying.shared(2)),
            new ScheduleHyperparameter(
                Coefficient.MOMENTUM, Transform.LOGIT, STEPS, STEPS, Tying.free(2)),
            ArrayHyperparameter.initScale(Tying.free(2)),
            ArrayHyperparameter.l2(Tying.only(new boolean[] {false, true})),
            ArrayHyperparameter.l2PerParameter("a", 0, 4),
            ArrayHyperparameter.lossParameter("x", 2)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pullBackIsTheGradientOfAnyLinearFunctionOfTheSettings(long seed) {
    HyperparameterSpace space = space(seed);
    RunSettings slope =
        RandomRuns.settings(seed + 50, STEPS, GROUPS, new Momentum(MomentumForm.PAPER));
    slope.setLossParameter("x", new double[] {3, -4});
    double[] raw = space.start();
    double[] gradient = space.pullBack(raw, slope);
    assertThat(gradient).hasSize(3 + 2 * STEPS + 2 + 1 + 4 + 2);
    double h = 1e-5;
    for (int i = 0; i < raw.length; i++) {
      double at = raw[i];
      raw[i] = at + h;
      double above = space.settings(raw).dot(slope);
      raw[i] = at - h;
      double below = space.settings(raw).dot(slope);
      raw[i] = at;
      assertThat(gradient[i]).as("raw %d", i).isCloseTo((above - below) / (2 * h), within(1e-9));
      assertThat(gradient[i]).as("raw %d", i).isNotZero();
    }
  }

  @Test
  void theStartGivesTheBaseSettingsBackWhereNothingIsTied() {
    RunSettings base = RandomRuns.settings(4, STEPS, GROUPS, new Momentum(MomentumForm.PAPER));
    HyperparameterSpace space =
        new HyperparameterSpace(
            base,
            List.of(
                new ScheduleHyperparameter(
                    Coefficient.LEARNING_RATE, Transform.LOG, STEPS, STEPS, Tying.free(2)),
                ArrayHyperparameter.initScale(Tying.free(2)),
                ArrayHyperparameter.l2(Tying.free(2))));
    assertThat(RandomRuns.numbers(space.settings(space.start())))
        .containsExactly(RandomRuns.numbers(base), within(1e-15));
  }

  @Test
  void theBaseIsCopiedOnTheWayInAndNeverChanged() {
    RunSettings base = RandomRuns.settings(5, STEPS, GROUPS, new Momentum(MomentumForm.PAPER));
    double[] before = RandomRuns.numbers(base);
    HyperparameterSpace space =
        new HyperparameterSpace(base, List.of(ArrayHyperparameter.initScale(Tying.free(2))));
    base.initLogScale()[0] = 99;
    RunSettings moved = space.settings(new double[] {5, 6});
    assertThat(moved.initLogScale()).containsExactly(5, 6);
    assertThat(RandomRuns.numbers(space.base())).containsExactly(before);
  }
}
