package org.retrograde.experiments.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.search.Box;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.reports.record.ShareEstimate;

final class LinearSharesTest {

  private static final Box BOX =
      new Box(new RawVector(new double[] {0, -1, 5}), new RawVector(new double[] {1, 1, 9}));

  private static LinearShares shares(double[]... bySeed) {
    return new LinearShares(BOX, List.of(bySeed));
  }

  /** Changes along the sides are 4, -2 and 4. */
  @Test
  void aShareIsTheSquareOfWhatItsSideChanges() {
    LinearShares shares = shares(new double[] {4, -1, 1});
    assertThat(shares.changes(1)).containsExactly(-2.0);
    assertThat(shares.of(0).share()).isEqualTo(16 / 36.0);
    assertThat(shares.of(1).share()).isEqualTo(4 / 36.0);
    assertThat(shares.of(0, 1).share()).isEqualTo(20 / 36.0);
    assertThat(shares.of(0, 1, 2).share()).isEqualTo(1);
  }

  /** The mean slope is what counts: noise that cancels has no share. */
  @Test
  void noiseOfSeedsCancels() {
    LinearShares shares = shares(new double[] {1, 100, 0}, new double[] {1, -100, 0});
    assertThat(shares.of(0).share()).isEqualTo(1);
    assertThat(shares.of(1).share()).isZero();
    assertThat(shares.of(1).halfWidth()).isGreaterThan(0.9);
  }

  @Test
  void seedsThatAgreeLeaveNoDoubtAndOneSeedSaysNothingOfIt() {
    double[] slopes = {1, 2, 3};
    assertThat(shares(slopes, slopes, slopes).of(2).halfWidth()).isCloseTo(0, within(1e-12));
    assertThat(shares(slopes).of(2).halfWidth()).isNaN();
  }

  /** Of two seeds t is 12.706, and the share without one is that of the other. */
  @Test
  void theIntervalIsThatOfTheJackknife() {
    LinearShares shares = shares(new double[] {1, 0.5, 0}, new double[] {3, 0.5, 0});
    double[] alone = {1 / 2.0, 9 / 10.0};
    assertThat(shares.of(0).share()).isCloseTo(4 / 5.0, within(1e-15));
    assertThat(shares.of(0).halfWidth())
        .isCloseTo(
            12.706 * Math.sqrt((Math.pow(alone[0] - 0.8, 2) + Math.pow(alone[1] - 0.8, 2)) / 2),
            within(1e-3));
  }

  @Test
  void aSeedThatIsNotFiniteIsLeftOutAndHugeSlopesHaveShares() {
    LinearShares shares =
        shares(new double[] {1e200, 0, 0}, new double[] {Double.NaN, 1, 1}, new double[] {0, 0, 0});
    assertThat(shares.changes(0)).containsExactly(1e200, 0.0);
    assertThat(shares.of(0).share()).isEqualTo(1);
  }

  @Test
  void withoutASlopeThereIsNoShareAndWithoutASeedItIsNotKnown() {
    assertThat(shares(new double[3]).of(0).share()).isZero();
    assertThat(shares().of(0)).isEqualTo(ShareEstimate.UNKNOWN);
  }

  @Test
  void everySideHasASlope() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shares(new double[2]))
        .withMessage("a box of 3 numbers needs as many derivatives, got 2");
  }
}
