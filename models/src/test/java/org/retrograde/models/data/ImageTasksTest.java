package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ImageTasksTest {

  /** Rows 0..5 of one feature, their number, with labels 2, 0, 1, 2, 0, 2. */
  private static final LabeledData ROWS =
      LabeledData.of(new float[] {0, 1, 2, 3, 4, 5}, new int[] {2, 0, 1, 2, 0, 2}, 3);

  @Test
  void balancedRowsTakeClassesInTurnAndNumberThemAnew() {
    LabeledData balanced = ImageTasks.balanced(ROWS, List.of(2, 0), 2);

    assertThat(balanced.inputs()).containsExactly(0, 1, 3, 4);
    assertThat(balanced.labels()).containsExactly(0, 1, 0, 1);
    assertThat(balanced.classes()).isEqualTo(2);
  }

  @Test
  void aClassWithTooFewRowsIsNamed() {
    assertThatThrownBy(() -> ImageTasks.balanced(ROWS, List.of(0, 1), 2))
        .isInstanceOf(DataException.class)
        .hasMessage("2 rows of class 1 were asked for, but the data has only 1; ask for fewer");
  }

  @Test
  void aQuarterTurnMovesTheTopLeftToTheTopRightAndFourReturn() {
    LabeledData image = LabeledData.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new int[] {0}, 1);
    LabeledData turned = ImageTasks.rotated(image);

    assertThat(turned.inputs()).containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
    assertThat(ImageTasks.rotated(ImageTasks.rotated(ImageTasks.rotated(turned))).inputs())
        .containsExactly(image.inputs());
  }

  @Test
  void rowsThatAreNoSquareCannotBeTurned() {
    assertThatThrownBy(
            () -> ImageTasks.rotated(LabeledData.of(new float[] {1, 2, 3}, new int[] {0}, 1)))
        .hasMessageContaining("got rows of 3 features");
  }

  @Test
  void concatenatedRowsStandOneUnderAnother() {
    LabeledData both = ImageTasks.concatenated(ROWS, ROWS.slice(0, 2));

    assertThat(both.inputs()).containsExactly(0, 1, 2, 3, 4, 5, 0, 1);
    assertThat(both.labels()).containsExactly(2, 0, 1, 2, 0, 2, 2, 0);
    assertThatThrownBy(() -> ImageTasks.concatenated(ROWS, ROWS.withClasses(4)))
        .isInstanceOf(DataException.class);
  }
}
