package org.retrograde.experiments.init;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.models.table.ColumnSurvey;
import org.retrograde.models.table.TargetKind;

final class LabelKindTest {

  private static final int ROWS = 3000;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "yes or no: 0, 1| 3000| 3000|    2| true| 2 classes",
        "kinds: 1 to 7|   3000| 3000|    7| true| 7 classes; --target number if they are numbers",
        "quality: 3 to 9| 3000| 3000|    7|false| 7 classes; --target number if they are numbers",
        "kinds: 0 to 99|  3000| 3000|  100| true| 100 classes; --target number if they are numbers",
        "rings: 1 to 29|  3000| 3000|   28|false| numbers to predict; --target classes if its"
            + " whole",
        "age: 18 to 90|   3000| 3000|   73|false| numbers to predict; --target classes if its"
            + " whole",
        "year|            3000| 3000| 1001|false| numbers to predict; --target classes if its"
            + " whole",
        "price: 9.5|      3000|    8|  900|false| numbers to predict",
        "city|               0|    0|   40|false| 40 classes"
      })
  void fewWholeNumbersAndCodesAreClassesAndOthersArePredicted(
      String name, long numbers, long whole, int distinct, boolean codes, String remark) {
    ColumnSurvey labels = new ColumnSurvey(name, 0, numbers, whole, 0, distinct, false, codes);
    String words = LabelKind.of(labels, ROWS, null).remark("");
    assertThat(words).startsWith("labels: %s, %s".formatted(name, remark));
    assertThat(words.contains("--target")).isEqualTo(remark.contains("--target"));
  }

  @ParameterizedTest
  @CsvSource({"CLASSES, 73 classes", "NUMBER, numbers to predict"})
  void whatIsSaidIsTaken(TargetKind said, String words) {
    ColumnSurvey ages = new ColumnSurvey("age", 0, ROWS, ROWS, 0, 73, false, false);
    assertThat(LabelKind.of(ages, ROWS, said).remark("the last column"))
        .isEqualTo("labels: age, %s; the last column (--label says another)".formatted(words));
  }
}
