package org.retrograde.hypergrad.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TyingTest {

  @Test
  void freePlacesHaveAColumnEach() {
    assertThat(columns(Tying.free(3))).containsExactly(0, 1, 2);
    assertThat(Tying.free(3).columns()).isEqualTo(3);
  }

  @Test
  void sharedPlacesHaveOneColumn() {
    assertThat(columns(Tying.shared(3))).containsExactly(0, 0, 0);
    assertThat(Tying.shared(3).columns()).isEqualTo(1);
  }

  @Test
  void onlyTheChosenPlacesMove() {
    Tying tying = Tying.only(new boolean[] {true, false, false, true});
    assertThat(columns(tying)).containsExactly(0, -1, -1, 1);
    assertThat(tying.columns()).isEqualTo(2);
    assertThat(tying.places()).isEqualTo(4);
  }

  @Test
  void columnsWithoutAPlaceAndPlacesWithoutAColumnAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tying(3, new int[] {0, 2, 0}))
        .withMessage("no place has column 1 of 3: [0, 2, 0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tying(2, new int[] {0, 2}))
        .withMessage("columns must be in [-1, 2), got 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tying(2, new int[] {0, -2, 1}))
        .withMessage("columns must be in [-1, 2), got -2");
    assertThatIllegalArgumentException().isThrownBy(() -> Tying.only(new boolean[2]));
  }

  @Test
  void theArrayOfColumnsIsCopied() {
    int[] columns = {0, 1};
    Tying tying = new Tying(2, columns);
    columns[0] = 1;
    assertThat(tying.column(0)).isZero();
  }

  private static int[] columns(Tying tying) {
    return IntStream.range(0, tying.places()).map(tying::column).toArray();
  }
}
