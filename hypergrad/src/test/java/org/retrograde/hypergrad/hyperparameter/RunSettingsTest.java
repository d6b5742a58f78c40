package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

final class RunSettingsTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(new ParameterGroup("a", 2, 2), new ParameterGroup("b", 1, 3));

  private static RunSettings settings(long seed) {
    RunSettings settings = RandomRuns.settings(seed, 4, GROUPS, new Momentum(MomentumForm.PAPER));
    settings.setLossParameter("x", new double[] {seed, -seed});
    return settings;
  }

  private static double[] numbers(RunSettings settings) {
    return DoubleStream.concat(
            DoubleStream.of(RandomRuns.numbers(settings)),
            DoubleStream.of(settings.lossParameter("x")))
        .toArray();
  }

  @Test
  void aCopySharesNoArray() {
    RunSettings original = settings(1);
    double[] before = numbers(original);
    RunSettings copy = original.copy();
    assertThat(numbers(copy)).containsExactly(before);
    copy.coefficients().fill(Coefficient.LEARNING_RATE, 9).fill(Coefficient.MOMENTUM, 9);
    copy.initLogScale()[0] = 9;
    copy.l2()[1] = 9;
    copy.l2PerParameter().get(0)[2] = 9;
    copy.lossParameter("x")[0] = 9;
    assertThat(numbers(original)).containsExactly(before);
  }

  @Test
  void plusAddsEveryNumberAndLeavesBothAlone() {
    RunSettings a = settings(2);
    RunSettings b = settings(3);
    double[] beforeA = numbers(a);
    double[] beforeB = numbers(b);
    double[] sum = numbers(a.plus(-0.5, b));
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isEqualTo(beforeA[i] - 0.5 * beforeB[i]);
    }
    assertThat(numbers(a)).containsExactly(beforeA);
    assertThat(numbers(b)).containsExactly(beforeB);
  }

  @Test
  void dotMultipliesEveryNumber() {
    double[] a = numbers(settings(4));
    double[] b = numbers(settings(5));
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    assertThat(settings(4).dot(settings(5))).isCloseTo(sum, within(1e-13));
  }

  @Test
  void otherLossParametersDoNotFit() {
    RunSettings none = RandomRuns.settings(1, 4, GROUPS, new Momentum(MomentumForm.PAPER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(1).plus(1, none))
        .withMessage("loss parameters differ: [x] and []");
    assertThatIllegalArgumentException().isThrownBy(() -> none.dot(settings(1)));
  }

  @Test
  void theExactMomentaAreRatiosNearTheSettings() {
    RunSettings settings = settings(6);
    RunSettings exact = settings.withExactDecays();
    for (int t = 0; t < 4; t++) {
      for (int g = 0; g < 2; g++) {
        double momentum = exact.coefficients().get(Coefficient.MOMENTUM, t, g);
        assertThat(momentum * 65536).isEqualTo(Math.rint(momentum * 65536));
        assertThat(momentum)
            .isCloseTo(settings.coefficients().get(Coefficient.MOMENTUM, t, g), within(0x1p-17));
        assertThat(Ratio.of(momentum).value()).isEqualTo(momentum);
      }
    }
  }

  @Test
  void thePenaltyOfAWeightIsItsGroupsPlusItsOwn() {
    RunSettings settings = new RunSettings(1, GROUPS);
    assertThat(settings.hasPenalty()).isFalse();
    settings.l2()[0] = 0.5;
    assertThat(settings.hasPenalty()).isTrue();
    settings.l2PerParameter().get(0)[3] = 0.25;
    assertThat(settings.penalties(GROUPS).get(0)).containsExactly(0.5, 0.5, 0.5, 0.75);
    assertThat(settings.penalties(GROUPS).get(1)).containsOnly(0);
    assertThat(settings.l2PerParameter().get(0)).containsExactly(0, 0, 0, 0.25);
  }

  @Test
  void aGroupsPenaltyFitsAnyWidthButAPenaltyOfEachWeightDoesNot() {
    List<ParameterGroup> wide =
        List.of(new ParameterGroup("a", 4, 4), new ParameterGroup("b", 1, 6));
    RunSettings settings = new RunSettings(1, GROUPS);
    settings.l2()[1] = 0.5;
    assertThat(settings.penalties(wide).get(0)).hasSize(16).containsOnly(0);
    assertThat(settings.penalties(wide).get(1)).hasSize(6).containsOnly(0.5);
    settings.l2PerParameter().get(0)[3] = 0.25;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.penalties(wide))
        .withMessage("the L2 penalties of 4 weights do not fit parameter group a of 16");
  }

  @Test
  void anUnknownLossParameterIsNamedWithThoseThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(1).lossParameter("y"))
        .withMessage("no loss parameter is called 'y'; there are: [x]");
  }

  @Test
  void theFirstStepsFollowedByZerosArePairedWithNothingAfterThem() {
    RunSettings whole = settings(8);
    RunSettings head = whole.head(3);
    RunSettings padded = head.followedByZeros(4);
    assertThat(head.coefficients().steps()).isEqualTo(3);
    assertThat(padded.coefficients().steps()).isEqualTo(4);
    assertThat(padded.coefficients().copyOf(Coefficient.LEARNING_RATE)[3]).containsOnly(0);
    assertThat(padded.head(3).coefficients().copyOf(Coefficient.MOMENTUM))
        .isDeepEqualTo(whole.head(3).coefficients().copyOf(Coefficient.MOMENTUM));
    assertThat(padded.dot(whole)).isCloseTo(head.dot(head), within(1e-12));
    assertThat(padded.lossParameter("x")).containsExactly(8, -8);
  }

  @Test
  void ratesAreMultipliedInACopyAndNothingElseIs() {
    RunSettings settings = settings(9);
    double[] before = numbers(settings);
    RunSettings slower = settings.withRatesTimes(0.1);
    assertThat(slower.coefficients().get(Coefficient.LEARNING_RATE, 2, 1))
        .isEqualTo(0.1 * settings.coefficients().get(Coefficient.LEARNING_RATE, 2, 1));
    assertThat(slower.coefficients().copyOf(Coefficient.MOMENTUM))
        .isDeepEqualTo(settings.coefficients().copyOf(Coefficient.MOMENTUM));
    assertThat(numbers(settings)).containsExactly(before);
  }
}
