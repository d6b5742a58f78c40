package org.retrograde.models.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.models.data.DataException;

final class TableSurveyTest {

  @TempDir private Path folder = Path.of("");

  private TableSurvey of(String text, @Nullable DecimalSign said) throws IOException {
    Path file = Files.writeString(folder.resolve("my.csv"), text.replace('/', '\n'));
    return TableSurvey.of(file, said, HeaderRow.AUTO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "price,y/\"96,404\",a/\"9,030\",b/\"99,114\",a",
        "price,rate,y/\"96,404\",0.5,a/\"9,030\",0.25,b/\"99,114\",.5,a", // beside fractions
        "price,y/\"1,096,404\",a/\"2,009,030\",b", // numbers with no sign
        "price;y/1,250;a/3,125;b"
      })
  void commasThatMayPartThousandsAreRefused(String text) {
    assertThatThrownBy(() -> of(text, null))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("my.csv:2:1: \"")
        .hasMessageContainingAll("may part thousands", "--decimal comma");
  }

  @Test
  void commasBeforeFractionsAreToldFromThoseOfThousands() throws IOException {
    assertThat(of("a;y/1,250;u/0,125;v/", null).decimal()).isEqualTo(DecimalSign.COMMA);
    assertThat(of("a;y/1,250;u/2,5;v/", null).decimal()).isEqualTo(DecimalSign.COMMA);
    assertThat(of("a;y/1,250;u/3,125;v/", DecimalSign.COMMA).columns().get(0).numbers())
        .isEqualTo(2);
    assertThat(of("a;y/1.5;u, 1,000 of them/2.5;v/", null).decimal()).isEqualTo(DecimalSign.POINT);
  }

  @Test
  void codesOfClassesCountFromNoughtOrOneWithManyRowsEach() {
    assertThat(ColumnSurvey.areCodes(Map.of(0., 10, 1., 12, 2., 400))).isTrue();
    assertThat(ColumnSurvey.areCodes(Map.of(1., 10, 2., 12))).isTrue();
    assertThat(ColumnSurvey.areCodes(Map.of(0., 10, 1., 12, 2., 9))).isFalse();
    assertThat(ColumnSurvey.areCodes(Map.of(0., 10, 2., 12))).isFalse();
    assertThat(ColumnSurvey.areCodes(Map.of(18., 10, 19., 12))).isFalse();
    assertThat(ColumnSurvey.areCodes(Map.of())).isFalse();
  }
}
