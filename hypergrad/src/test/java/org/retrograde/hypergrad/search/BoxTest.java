package org.retrograde.hypergrad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.hypergrad.trial.RawVector;

final class BoxTest {

  private static final Box BOX = box(new double[] {-1, 0.1}, new double[] {3, 0.3});

  private static Box box(double[] lower, double[] upper) {
    return new Box(new RawVector(lower), new RawVector(upper));
  }

  @Test
  void rawVectorsAndPointsOfTheUnitCubeAreTheSame() {
    double[] raw = {0.5, 0.25};
    assertThat(BOX.raw(BOX.unit(raw))).containsExactly(raw, within(1e-15));
    assertThat(BOX.unit(new double[] {1, 0.2}))
        .containsExactly(new double[] {0.5, 0.5}, within(1e-15));
  }

  @Test
  void cornersAreTheBoundsToTheBitAndWhatIsOutsideGoesToThem() {
    assertThat(BOX.raw(new double[] {1, 1})).containsExactly(3, 0.3);
    assertThat(BOX.raw(new double[] {-0.5, 7})).containsExactly(-1, 0.3);
    assertThat(BOX.unit(new double[] {-9, 9})).containsExactly(0, 1);
  }

  @Test
  void aBoxAroundACentreReachesAsFarOnEitherSide() {
    Box around = Box.around(new double[] {2, -1}, 0.5);
    assertThat(around.lower().toArray()).containsExactly(1.5, -1.5);
    assertThat(around.upper().toArray()).containsExactly(2.5, -0.5);
    assertThat(around.size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "NaN, 1", "0, Infinity"})
  void emptyAndEndlessSidesAreRefused(double low, double high) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> box(new double[] {0, low}, new double[] {1, high}))
        .withMessageContaining("raw number 1")
        .withMessageContaining("got " + low + " and " + high);
  }

  @Test
  void boundsComeInPairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> box(new double[2], new double[] {1}))
        .withMessageEndingWith("got 2 and 1");
  }
}
