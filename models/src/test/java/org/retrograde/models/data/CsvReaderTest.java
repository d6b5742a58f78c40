package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvReaderTest {
  @Test
  void theLastColumnIsTheLabel() {
    LabeledData data = read("0.5,1,0\n-2e3,.25,2\n");
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.inputs()).containsExactly(0.5f, 1f, -2000f, 0.25f);
    assertThat(data.labels()).containsExactly(0, 2);
    assertThat(data.classes()).isEqualTo(3);
    assertThat(data.sources()).containsOnlyKeys("my.csv");
  }

  @Test
  void anyColumnCanBeTheLabel() {
    LabeledData data = CsvReader.read(file("1,0.5,7\n0,1.5,8\n"), 0);
    assertThat(data.labels()).containsExactly(1, 0);
    assertThat(data.inputs()).containsExactly(0.5f, 7f, 1.5f, 8f);
  }

  @Test
  void aFirstLineWithoutNumbersIsAHeader() {
    assertThat(read("\"length, cm\",width,class\n1,2,0\n").inputs()).containsExactly(1f, 2f);
  }

  @Test
  void aHeaderNamesTheFeaturesAndARemarkSaysSo() {
    LabeledData data = read("kind,length,width\n0,1,2\n1,3,4\n");
    assertThat(data.featureNames()).containsExactly("kind", "length");
    assertThat(data.remarks())
        .containsExactly("my.csv: its first row is read as a header: kind, length, width");
    assertThat(data.shuffled(1).slice(0, 1).featureNames()).isEqualTo(data.featureNames());
    assertThat(read("1,2,0\n").featureNames()).isEmpty();
  }

  /** No row can have such a label, so it is none. */
  @Test
  void aFirstLineWhoseLabelIsNoNumberIsAHeader() {
    LabeledData data = read("1990,1991,label\n0.5,2.5,0\n1.5,2,1\n");
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.featureNames()).containsExactly("1990", "1991");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1990,1991,1992,7|its numbers follow one another",
        "4,9,2,0|it alone is of whole numbers",
        "4,9,2.5,9|",
        "0.5,1,2,0|"
      })
  void aFirstLineOfNumbersIsDataButWhatLooksLikeAHeaderIsSaid(String line, String reason) {
    LabeledData data = read(line + "\n0.5,1.5,2,0\n1.5,2,.1,1\n.1,.2,3,1\n2,.2,3,0\n");
    assertThat(data.rows()).isEqualTo(5);
    if (reason == null) {
      assertThat(data.remarks()).isEmpty();
    } else {
      assertThat(data.remarks().toString())
          .contains("read as data, but looks like a header", reason, "data.header: first-row");
    }
  }

  @Test
  void theFirstLineIsWhatItIsSaidToBe(@TempDir Path folder) throws IOException {
    Path csv = folder.resolve("my.csv");
    Files.writeString(csv, "1990,1991,1992,7\n0.5,1.5,2,0\n1.5,2,.1,1\n.1,.2,3,1\n");
    LabeledData named = CsvReader.read(csv, CsvReader.LAST_COLUMN, CsvHeader.FIRST_ROW);
    assertThat(named.rows()).isEqualTo(3);
    assertThat(named.featureNames()).containsExactly("1990", "1991", "1992");
    LabeledData plain = CsvReader.read(csv, CsvReader.LAST_COLUMN, CsvHeader.NONE);
    assertThat(plain.rows()).isEqualTo(4);
    assertThat(plain.remarks()).isEmpty();
    Files.writeString(csv, "a,b\n1,0\n");
    assertThatThrownBy(() -> CsvReader.read(csv, CsvReader.LAST_COLUMN, CsvHeader.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("my.csv:1:1: \"a\" is not a number");
  }

  @Test
  void aFirstLineWithSomeNumbersIsNoHeader() {
    assertRefused("1,width,0\n1,2,0\n", "my.csv:1:2: \"width\" is not a number");
  }

  @Test
  void emptyLinesQuotesBlanksAndAByteOrderMarkAreAccepted() {
    assertThat(read("\uFEFF\n1, \"2\" ,0\r\n\r\n\n3,4,1").inputs()).containsExactly(1f, 2f, 3f, 4f);
  }

  @Test
  void errorsNameTheLineInTheFileAndTheColumn() {
    assertRefused("a,b,c\n\n1,2,0\n\n1,abc,0\n", "my.csv:5:2: \"abc\" is not a number");
    assertRefused("1,2,0\n1,,0\n", "my.csv:2:2: \"\" is not a number");
    assertRefused("1,0x10,0\n", "my.csv:1:2: \"0x10\" is not a number");
  }

  @ParameterizedTest
  @CsvSource({"NaN", "nan", "Infinity", "-inf", "1e39"})
  void whatIsNotFiniteIsRefused(String cell) {
    assertRefused(
        "1,2,0\n" + cell + ",2,0\n",
        "my.csv:2:1: a feature must be finite and fit a float, got \"" + cell + "\"");
  }

  @ParameterizedTest
  @CsvSource({"1.0", "-1", "cat", "65536", "99999999999", "NaN"})
  void whatIsNoLabelIsRefused(String cell) {
    assertRefused(
        "1,2,0\n1,2," + cell + "\n",
        "my.csv:2:3: a label must be an integer from 0 to 65535, got \"" + cell + "\"");
  }

  @Test
  void raggedRowsAreRefused() {
    assertRefused("1,2,0\n1,0\n", "my.csv:2: expected 3 columns as in the first row, got 2");
    assertRefused("1,2,0\n1,2,3,0\n", "my.csv:2: expected 3 columns as in the first row, got 4");
  }

  @Test
  void aFileWithoutRowsIsRefused() {
    assertRefused("", "my.csv: no rows; expected at least one line of numbers");
    assertRefused("a,b\n\n", "my.csv: no rows; expected at least one line of numbers");
    assertRefused("1\n", "my.csv:1: expected at least 2 columns, a feature and a label, got 1");
  }

  @Test
  void aLabelColumnThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> CsvReader.read(file("1,2,0\n"), 3))
        .isInstanceOf(DataException.class)
        .hasMessage("my.csv:1: the label column must be an index from 0 to 2, got 3");
  }

  @Test
  void aQuoteThatIsNotClosedIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read("1,2,0\n1,\"2,0\n"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("my.csv:2: ");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> CsvReader.read(Path.of("no", "such.csv")))
        .isInstanceOf(DataException.class)
        .hasMessage(Path.of("no", "such.csv") + ": file not found");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(DataException.class).hasMessage(message);
  }

  private static LabeledData read(String text) {
    return CsvReader.read(file(text), CsvReader.LAST_COLUMN);
  }

  private static DataFile file(String text) {
    return DataFile.read("my.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "1 2 0 ~ spaces",
        "a b class ~ spaces",
        "1|2|0 ~ pipes",
        "1;2;0 ~ semicolons",
      })
  void anotherSeparatorIsNamed(String text, String separator) {
    assertThatThrownBy(() -> read(text + "\n"))
        .hasMessageContaining("seem to be separated by " + separator);
  }

  @Test
  void spacesWithinACellAreNoSeparator() {
    assertThatThrownBy(() -> read("1,2,0\nNew York,2,0\n"))
        .hasMessageEndingWith("\"New York\" is not a number");
    assertThatThrownBy(() -> read("1,2,0\n1 2,2,0\n")).hasMessageContaining("separated by spaces");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "504b0304140000 | is a zip archive; unpack it first",
        "89504e470d0a1a0a | is a PNG image and no text",
        "fffe000030000000 | is UTF-32 text; save it as UTF-8",
        "0000feff00000030 | is UTF-32 text; save it as UTF-8",
        "fffe30002c003000 | is UTF-16 text; save it as UTF-8",
        "0030002c0030 | is UTF-16 text; save it as UTF-8",
        "302c300a0000 | is no text: its byte 5 is zero",
        "000000000000 | is no text: its byte 1 is zero"
      })
  void whatIsNoTextIsNamed(String bytes, String complaint) {
    byte[] content = HexFormat.of().parseHex(bytes);
    DataFile file = DataFile.read("my.csv", new ByteArrayInputStream(content));
    assertThatThrownBy(() -> CsvReader.read(file, CsvReader.LAST_COLUMN))
        .hasMessage("my.csv: " + complaint);
  }

  @Test
  void labelsInTheFirstColumnAreFoundIfTheyMayBeSome() {
    String hint = "; if the labels are in the first column, say data.label-column: 0";
    assertThatThrownBy(() -> read("label,a,b\n0,0.7,-0.2\n")).hasMessageEndingWith(hint);
    assertThatThrownBy(() -> read("0.5,7,-0.2\n")).hasMessageEndingWith("got \"-0.2\"");
    assertThatThrownBy(() -> CsvReader.read(file("0,0.7,1\n"), 1)).hasMessageEndingWith("\"0.7\"");
  }

  @Test
  void aNameOverTwoLinesIsOne() {
    LabeledData data = read("\"x\n1\",y,class\n1,2,0\n");
    assertThat(data.featureNames()).containsExactly("x 1", "y");
    assertThat(data.remarks())
        .containsExactly("my.csv: its first row is read as a header: x 1, y, class");
  }
}
