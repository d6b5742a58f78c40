package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class CoefficientTableTest {

  @Test
  void everyCoefficientStepAndGroupHasItsOwnNumber() {
    CoefficientTable table = new CoefficientTable(3, 2).fill(Coefficient.MOMENTUM, 0.5);
    table.set(Coefficient.LEARNING_RATE, 2, 1, 7);
    table.entry(2, 1).add(Coefficient.LEARNING_RATE, 0.5);

    assertThat(table.copyOf(Coefficient.LEARNING_RATE))
        .isDeepEqualTo(new double[][] {{0, 0}, {0, 0}, {0, 7.5}});
    assertThat(table.copyOf(Coefficient.MOMENTUM))
        .isDeepEqualTo(new double[][] {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}});
    assertThat(table.entry(2, 1).get(Coefficient.LEARNING_RATE)).isEqualTo(7.5);
  }

  @Test
  void copiesAreIndependentAndRowsAreNot() {
    CoefficientTable table = new CoefficientTable(1, 1);
    CoefficientTable copy = table.copy();
    double[][] values = table.copyOf(Coefficient.MOMENTUM);

    table.add(Coefficient.MOMENTUM, 0, 0, 0.25);
    table.rows().get(0)[0] = 3;

    assertThat(copy.get(Coefficient.MOMENTUM, 0, 0)).isZero();
    assertThat(values[0][0]).isZero();
    assertThat(table.get(Coefficient.LEARNING_RATE, 0, 0)).isEqualTo(3);
    assertThat(table.rows()).hasSize(2);
  }

  @Test
  void emptyTablesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CoefficientTable(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CoefficientTable(1, 0));
  }
}
