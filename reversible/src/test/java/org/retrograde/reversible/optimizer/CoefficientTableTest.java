package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.retrograde.reversible.storage.DoubleStore;

final class CoefficientTableTest {

  @Test
  void everyCoefficientStepAndGroupHasItsOwnNumber() {
    CoefficientTable table = new CoefficientTable(3, 2).fill(Coefficient.MOMENTUM, 0.5);
    table.set(Coefficient.LEARNING_RATE, 2, 1, 7);
    table.add(Coefficient.LEARNING_RATE, 2, 1, 0.5);

    assertThat(table.copyOf(Coefficient.LEARNING_RATE))
        .isDeepEqualTo(new double[][] {{0, 0}, {0, 0}, {0, 7.5}});
    assertThat(table.copyOf(Coefficient.MOMENTUM))
        .isDeepEqualTo(new double[][] {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}});
    assertThat(new Slot(2, 1).get(table, Coefficient.LEARNING_RATE)).isEqualTo(7.5);
    assertThat(table.steps()).isEqualTo(3);
    assertThat(table.groups()).isEqualTo(2);
  }

  @Test
  void aCoefficientThatWasNeverSetIsZeroAndStaysSo() {
    CoefficientTable table = new CoefficientTable(3, 2).fill(Coefficient.BETA2, 0);

    assertThat(table.get(Coefficient.BETA1, 2, 1)).isZero();
    assertThat(table.copyOf(Coefficient.BETA1)).isDeepEqualTo(new double[3][2]);
    assertThat(table.row(Coefficient.BETA1, 2)).containsExactly(0, 0);
    table.change(Coefficient.BETA1, (step, group, value) -> 1);
    assertThat(table.get(Coefficient.BETA1, 2, 1)).isZero();
    assertThat(table.coefficients()).containsExactly(Coefficient.BETA2);
  }

  @Test
  void copiesAreIndependent() {
    CoefficientTable table = new CoefficientTable(1, 1).fill(Coefficient.LEARNING_RATE, 1);
    CoefficientTable copy = table.copy();
    double[][] values = table.copyOf(Coefficient.LEARNING_RATE);

    table.add(Coefficient.MOMENTUM, 0, 0, 0.25);
    table.row(Coefficient.LEARNING_RATE, 0)[0] = 2;
    table.set(Coefficient.LEARNING_RATE, 0, 0, 3);

    assertThat(copy.get(Coefficient.MOMENTUM, 0, 0)).isZero();
    assertThat(copy.coefficients()).containsExactly(Coefficient.LEARNING_RATE);
    assertThat(copy.get(Coefficient.LEARNING_RATE, 0, 0)).isEqualTo(1);
    assertThat(values[0][0]).isEqualTo(1);
    assertThat(table.get(Coefficient.LEARNING_RATE, 0, 0)).isEqualTo(3);
  }

  @Test
  void sumsReachEveryCoefficientOfEither() {
    CoefficientTable a = new CoefficientTable(2, 1).fill(Coefficient.MOMENTUM, 1);
    CoefficientTable b =
        new CoefficientTable(2, 1).fill(Coefficient.MOMENTUM, 10).fill(Coefficient.EPSILON, 3);
    b.set(Coefficient.MOMENTUM, 1, 0, 20);

    CoefficientTable sum = a.plus(0.5, b);

    assertThat(sum.copyOf(Coefficient.MOMENTUM)).isDeepEqualTo(new double[][] {{6}, {11}});
    assertThat(sum.copyOf(Coefficient.EPSILON)).isDeepEqualTo(new double[][] {{1.5}, {1.5}});
    assertThat(a.copyOf(Coefficient.MOMENTUM)).isDeepEqualTo(new double[][] {{1}, {1}});
    assertThat(b.copyOf(Coefficient.MOMENTUM)).isDeepEqualTo(new double[][] {{10}, {20}});
    assertThat(a.coefficients()).containsExactly(Coefficient.MOMENTUM);
  }

  @Test
  void dotSumsTheProductsOfWhatBothHave() {
    CoefficientTable a = new CoefficientTable(2, 2).fill(Coefficient.BETA1, 2);
    CoefficientTable b = new CoefficientTable(2, 2).fill(Coefficient.BETA1, 5);
    a.set(Coefficient.WEIGHT_DECAY, 0, 0, 7);
    b.set(Coefficient.EPSILON, 0, 0, 7);
    assertThat(a.dot(b)).isEqualTo(40);

    b.set(Coefficient.WEIGHT_DECAY, 0, 0, -1);
    b.set(Coefficient.WEIGHT_DECAY, 1, 1, 100);
    assertThat(a.dot(b)).isEqualTo(33);
    assertThat(b.dot(a)).isEqualTo(33);
  }

  /** Long enough to be in files. */
  @Test
  void aLongTableIsOneOfItsNumbersAsWell() {
    int steps = 20_001;
    long before = DoubleStore.bytesInFiles();
    CoefficientTable table = new CoefficientTable(steps, 3).fill(Coefficient.BETA1, 0.25);
    table.change(Coefficient.BETA1, (step, group, value) -> value + 3 * step + group);
    table.add(Coefficient.BETA1, steps - 1, 2, 0.5);
    assertThat(DoubleStore.bytesInFiles()).isGreaterThanOrEqualTo(before + 24L * steps);

    double[][] expected = new double[steps][3];
    double squares = 0;
    for (int t = 0; t < steps; t++) {
      for (int g = 0; g < 3; g++) {
        expected[t][g] = 3 * t + g + (t == steps - 1 && g == 2 ? 0.75 : 0.25);
        squares += expected[t][g] * expected[t][g];
      }
    }
    assertThat(table.copyOf(Coefficient.BETA1)).isDeepEqualTo(expected);
    assertThat(table.copy().row(Coefficient.BETA1, 777)).isEqualTo(expected[777]);
    assertThat(table.plus(-1, table).dot(table)).isZero();
    assertThat(table.dot(table)).isEqualTo(squares);
  }

  @Test
  void aGroupThatIsNoneIsRefused() {
    CoefficientTable table = new CoefficientTable(3, 2).fill(Coefficient.BETA2, 1);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> table.get(Coefficient.BETA2, 0, 2)); // the next step's first
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> table.set(Coefficient.BETA2, 3, 0, 1));
  }

  @Test
  void everyCoefficientHasANameForPeople() {
    assertThat(Optimizers.COEFFICIENTS.all().stream().map(Coefficient::label))
        .startsWith("learning rate", "momentum", "beta1", "beta2", "epsilon", "weight decay");
  }

  @Test
  void emptyTablesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoefficientTable(0, 1))
        .withMessageContaining("got 0 and 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new CoefficientTable(1, 0));
  }
}
