package org.retrograde.experiments.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MovesTest {

  private static double[][] column(double... values) {
    double[][] rows = new double[values.length][1];
    for (int t = 0; t < values.length; t++) {
      rows[t][0] = values[t];
    }
    return rows;
  }

  @Test
  void aMoveIsRightIfItGoesAgainstTheDerivativeThereOrFromThereOn() {
    // up, down, none, up; sums from each step on: -5, -3, -1, -4, -3
    Moves moves = Moves.of(column(1, 2, 1, 1, 4), column(-2, -2, 3, -1, -3));
    assertThat(moves).isEqualTo(new Moves(3, 3, 2, 3, 1, 5));
    assertThat(moves.agreement()).isEqualTo(1);
    assertThat(moves.tooLongShare()).isEqualTo(0.2);
    Moves turned = Moves.of(column(1, 2, 1, 1, 4), column(2, 2, -3, 1, 3));
    assertThat(turned).isEqualTo(new Moves(0, 3, 1, 3, 4, 5));
  }

  @Test
  void whatDoesNotMoveOrHasNoDerivativeDoesNotCount() {
    Moves still = Moves.of(column(1, 1, 1), column(1, 0, -1));
    assertThat(still).isEqualTo(new Moves(0, 0, 0, 0, 1, 2));
    assertThat(still.agreement()).isNaN();
    assertThat(Moves.of(column(1, 0, 2), column(1, 1, 1)).counted()).isZero(); // no logarithm
  }

  @Test
  void everyUnitIsScoredOnItsOwn() {
    double[][] factors = {{1, 1}, {2, 0.5}};
    double[][] derivative = {{0, 0}, {-1, -1}};
    assertThat(Moves.of(factors, derivative)).isEqualTo(new Moves(1, 2, 1, 2, 0, 2));
  }
}
