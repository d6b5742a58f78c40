package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnotTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 10, 49, 100, 1000, 4999})
  void withAsManyKnotsAsStepsEveryStepIsOnItsOwn(int steps) {
    for (int t = 0; t < steps; t++) {
      assertThat(Knot.at((double) t / (steps - 1), steps)).isEqualTo(new Knot(t, 0));
    }
  }

  @Test
  void aTimeBetweenKnotsIsSplitByItsDistance() {
    Knot knot = Knot.at(0.35, 5);
    assertThat(knot.left()).isEqualTo(1);
    assertThat(knot.fraction()).isCloseTo(0.4, within(1e-15));
    assertThat(knot.right(5)).isEqualTo(2);
  }

  @Test
  void theEndsAreTheFirstAndTheLastKnot() {
    assertThat(Knot.at(0, 4)).isEqualTo(new Knot(0, 0));
    assertThat(Knot.at(1, 4)).isEqualTo(new Knot(3, 0));
    assertThat(Knot.at(1, 4).right(4)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void oneKnotServesAllTimes(double time) {
    assertThat(Knot.at(time, 1)).isEqualTo(new Knot(0, 0));
    assertThat(Knot.at(time, 1).right(1)).isZero();
  }
}
