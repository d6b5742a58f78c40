package org.retrograde.models.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;

final class TableReaderTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void theLastColumnIsTheLabel() {
    LabeledData data = read("0.5,1,0\n-2e3,.25,1\n");
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.inputs()).containsExactly(0.5f, 1f, -2000f, 0.25f);
    assertThat(data.labels()).containsExactly(0, 1);
    assertThat(data.classes()).isEqualTo(2);
    assertThat(data.sources()).containsOnlyKeys("my.csv");
    assertThat(data.remarks()).isEmpty();
  }

  @Test
  void anyColumnCanBeTheLabelByIndexOrName() {
    LabeledData data = read("1,0.5,7\n0,1.5,8\n", TableSettings.DEFAULT.withLabel("0"));
    assertThat(data.labels()).containsExactly(1, 0);
    assertThat(data.inputs()).containsExactly(0.5f, 7f, 1.5f, 8f);
    LabeledData named = read("a,b,c\n1,0,7\n0,1,8\n", TableSettings.DEFAULT.withLabel("b"));
    assertThat(named.labels()).containsExactly(0, 1);
    assertThat(named.featureNames()).containsExactly("a", "c");
  }

  @Test
  void aFirstLineWithoutNumbersIsAHeader() {
    assertThat(read("\"length, cm\",width,class\n1,2,0\n").inputs()).containsExactly(1f, 2f);
  }

  @Test
  void aHeaderNamesTheFeaturesAndARemarkSaysSo() {
    LabeledData data = read("kind,length,width\n0,1,0\n1,3,1\n");
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

  /** Rows of a table that is all text have cells that come again, a header has none. */
  @Test
  void aHeaderOfATableOfTextsIsOneOfNamesThatDoNotComeAgain() {
    String rows = "red,big,yes\nblue,big,no\nred,small,yes\n";
    assertThat(read(rows).rows()).isEqualTo(3);
    LabeledData named = read("colour,size,buy\n" + rows);
    assertThat(named.rows()).isEqualTo(3);
    assertThat(named.classNames()).containsExactly("no", "yes");
    assertThat(named.featureNames())
        .containsExactly("colour=blue", "colour=red", "size=big", "size=small");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1990,1991,1992,7|its numbers rise in equal steps",
        "4,9,2,0|it alone is of whole numbers",
        "1,9,2,7|no other row has the label 7",
        "4,9,2.5,9|",
        "0.5,1,2,0|"
      })
  void aFirstLineOfNumbersIsDataButWhatLooksLikeAHeaderIsSaid(
      String line, @Nullable String reason) {
    LabeledData data = read(line + "\n0.5,1.5,2,0\n1.5,2,.1,1\n.1,.2,3,1\n2,.2,3,0\n");
    assertThat(data.rows()).isEqualTo(5);
    if (reason == null) {
      assertThat(data.remarks().toString()).doesNotContain("header");
    } else {
      assertThat(data.remarks().toString())
          .contains("read as data, but looks like a header", reason, "data.header: first-row");
    }
  }

  /** Years above numbers, of which the last is predicted; and the numbers of pandas. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "country,2019,2020,2021/DE,.7,.3,.4/DE,.4,.2,.1/FR,.3,.3,.9/FR,.4,.3,.6|"
            + "its numbers rise in equal steps, it alone is of whole numbers",
        "country,2010,2015,2020/DE,7,3,4/DE,4,2,1/FR,3,3,9/FR,4,3,6|its numbers rise in equal",
        "0,1,target/.5,.1,cat/.25,.2,dog/.125,.3,cat/.5,.2,dog|no other row has the label target",
        "39,private,7,no/50,?,8,no/20,state,4,yes/33,private,1,yes|"
      })
  void namesThatAreNumbersAreSaidToLookLikeAHeaderBesideTexts(
      String text, @Nullable String reason) {
    TableSettings settings = with().missing(MissingCells.IMPUTE).settings();
    LabeledData data = read(text.replace('/', '\n') + '\n', settings);
    if (reason == null) {
      assertThat(data.remarks().toString()).doesNotContain("header");
    } else {
      assertThat(data.remarks().toString()).contains("looks like a header", reason);
    }
  }

  @Test
  void theFirstLineIsWhatItIsSaidToBe() {
    String rows = "1990,1991,1992,7\n0.5,1.5,2,0\n1.5,2,.1,1\n.1,.2,3,1\n";
    LabeledData named = read(rows, header(HeaderRow.FIRST_ROW));
    assertThat(named.rows()).isEqualTo(3);
    assertThat(named.featureNames()).containsExactly("1990", "1991", "1992");
    LabeledData plain = read(rows, header(HeaderRow.NONE));
    assertThat(plain.rows()).isEqualTo(4);
    assertThat(plain.remarks().toString()).doesNotContain("header");
    assertThatThrownBy(() -> read("a,b\n1,0\n2,1\n", header(HeaderRow.NONE)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("my.csv:1:1: \"a\" is not a number, as others of column 1 are");
  }

  @Test
  void aYearMayNameTheColumnOfLabels() {
    String rows = "2020,2021\n0.5,1\n1.5,0\n";
    SettingsOfTable year = with().label("2021");
    assertThat(read(rows, year.header(HeaderRow.FIRST_ROW).settings()).labels())
        .containsExactly(1, 0);
    assertThat(read(rows, year.header(HeaderRow.AUTO).settings()).labels()).containsExactly(1, 0);
  }

  @Test
  void emptyLinesQuotesBlanksAndAByteOrderMarkAreAccepted() {
    assertThat(read("\uFEFF\n1, \"2\" ,0\r\n\r\n\n3,4,1").inputs()).containsExactly(1f, 2f, 3f, 4f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a,b,c/1,2,0//1,abc,0/1,4,1       ~ my.csv:4:2: "abc" is not a number, as others of column 'b' are; if it says that one is missing, data.missing-words: [abc]; if they are categories, data.categorical: [b]
          1,width,0/1,2,0                  ~ my.csv:1:2: "width" is not a number
          1,2,0/1,0x10,0/1,3,1             ~ my.csv:2:2: "0x10" is not a number
          1,2,0/1,,0                       ~ my.csv:2:2: the cell "" of column 2 is missing; say data.missing: impute
          1,2,0/NaN,2,0                    ~ my.csv:2:1: the cell "NaN" of column 1 is missing
          a,b/1,0/2,?                      ~ my.csv:3:2: the cell "?" of column 'b' is missing
          1,2,0/1,2/3,2,1                  ~ my.csv:2: expected 3 columns as in the first row, got 2
          1,2,0/1,2,3,0                    ~ my.csv:2: expected 3 columns as in the first row, got 4
          1,2,0/Infinity,2,0/3,3,1         ~ my.csv:2:1: a number must be finite and fit a float, got "Infinity"
          1,2,0/1e39,2,0                   ~ my.csv:2:1: a number must be finite and fit a float, got "1e39"
          1,0/2,1/3,1/"4,0                 ~ my.csv:4:
          1/2                              ~ my.csv:1: expected at least 2 columns, a feature and a label, got 1; cells are separated by
          1 2 0/3 4 1                      ~ my.csv:1: expected at least 2 columns
          a,b/                             ~ my.csv: no rows; expected at least one line beside a header
          1,2;3,0/3,4;5,1                  ~ my.csv:1:1: "1,2" is not a number, as others of column 1 are; if its comma stands before a fraction, say data.decimal: comma
          1;3,0/3;5,1                      ~ my.csv:1:2: the label "3,0" is no number; if its comma stands before a fraction, say data.decimal: comma
          sep=;/a;b;c/1;2;0                ~ my.csv:1: "sep=;" tells Excel the separator, which is told from the rows; take the line out
          sep=;/a;b/1;0/2;1                ~ my.csv:1: "sep=" tells Excel the separator
          # from a sensor/a,b/1,0/2,1      ~ my.csv:1: "# from a sensor" is a comment, which tables do not have; take such lines out
          1,,0/2,,1                        ~ my.csv:1:2: the cell "" of column 2 is missing
          """)
  void whatIsWrongIsSaidInOneLineWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text.replace('/', '\n')))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anEmptyFileAndAMissingOneAreNamed() {
    assertThatThrownBy(() -> read("")).hasMessage("my.csv: no rows; expected at least one line");
    assertThatThrownBy(() -> TableReader.read(Path.of("no", "such.csv")))
        .isInstanceOf(DataException.class)
        .hasMessage(Path.of("no", "such.csv") + ": file not found");
  }

  @Test
  void aColumnThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> read("1,2,0\n", TableSettings.DEFAULT.withLabel("3")))
        .hasMessage(
            "my.csv: there is no column '3' (data.label-column); a column is called by an index"
                + " from 0 to 2");
    assertThatThrownBy(() -> read("a,b,c\n1,2,0\n", TableSettings.DEFAULT.withLabel("d")))
        .hasMessageContaining("there is no column 'd'")
        .hasMessageEndingWith("or by its name: a, b, c");
    assertThatThrownBy(() -> read("a,b,a\n1,2,0\n", TableSettings.DEFAULT.withLabel("a")))
        .hasMessageContaining("two columns are named 'a'");
    assertThatThrownBy(() -> read("a,b,c\n1,2,0\n", with().drop("c").settings()))
        .hasMessageContaining("column 'c' (data.drop-columns) is already the column of labels");
    assertThatThrownBy(() -> read("a,b\n1,0\n", with().drop("a").settings()))
        .hasMessage("my.csv: no column is left for a feature beside that of labels");
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
        "000000000000 | is no text: its byte 1 is zero",
        "612c620ae42c310a | is not UTF-8 text; save it as UTF-8"
      })
  void whatIsNoTextIsNamed(String bytes, String complaint) throws IOException {
    Path file = Files.write(folder.resolve("my.csv"), HexFormat.of().parseHex(bytes));
    assertThatThrownBy(() -> TableReader.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage("my.csv: " + complaint);
  }

  @Test
  void aNameOverTwoLinesIsOne() {
    LabeledData data = read("\"x\n1\",y,class\n1,2,0\n");
    assertThat(data.featureNames()).containsExactly("x 1", "y");
    assertThat(data.remarks())
        .containsExactly("my.csv: its first row is read as a header: x 1, y, class");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|", ","})
  void theSeparatorIsRecognised(String separator) {
    LabeledData data = read("a,b,c\n1.5,2,0\n3,4,1\n".replace(",", separator));
    assertThat(data.inputs()).containsExactly(1.5f, 2f, 3f, 4f);
    assertThat(data.remarks().toString().contains("separated by"))
        .isEqualTo(!separator.equals(","));
  }

  @Test
  void aSeparatorWithinQuotesIsNone() {
    LabeledData data = read("a,b,c\n\"x;1\",2,0\n\"y;1\",4,1\n");
    assertThat(data.featureNames()).containsExactly("a=x;1", "a=y;1", "b");
  }

  @Test
  void aDecimalCommaIsAnOption() {
    TableSettings comma = with().decimal(DecimalSign.COMMA).settings();
    LabeledData data = read("a;b;c\n1,5;-2e1;0\n3;,25;1\n", comma);
    assertThat(data.inputs()).containsExactly(1.5f, -20f, 3f, 0.25f);
    assertThatThrownBy(() -> read("a;b\n1,5;0\n2.5;1\n1,0;0\n", comma))
        .hasMessage(
            "my.csv:3:1: \"2.5\" is not a number, as others of column 'a' are; data.decimal is"
                + " comma");
  }

  @Test
  void missingCellsAreDroppedOrImputed() {
    String rows = "a,b,c\n1,x,0\nNA,y,1\n3,,1\n5,x,?\n7,y,0\n";
    LabeledData dropped = read(rows, with().missing(MissingCells.DROP).settings());
    assertThat(dropped.inputs()).containsExactly(1f, 1f, 0f, 7f, 0f, 1f);
    assertThat(dropped.remarks()).contains("my.csv: 3 rows that lack a cell are left out");
    LabeledData imputed = read(rows, with().missing(MissingCells.IMPUTE).settings());
    assertThat(imputed.featureNames()).containsExactly("a", "b=(missing)", "b=x", "b=y");
    assertThat(imputed.inputs())
        .containsExactly(1, 0, 1, 0, Float.NaN, 0, 0, 1, 3, 1, 0, 0, 7, 0, 0, 1);
    assertThat(imputed.labels()).containsExactly(0, 1, 1, 0);
    assertThat(imputed.remarks())
        .anyMatch(remark -> remark.startsWith("my.csv: 2 missing cells are imputed"))
        .contains("my.csv: 1 rows that lack a cell are left out");
  }

  @Test
  void otherWordsMayMeanThatACellIsMissing() {
    TableSettings settings = with().missing(MissingCells.DROP).words("-999", "unknown").settings();
    assertThat(read("a,b\n1,0\n-999,1\nUnknown,0\n4,1\n", settings).inputs())
        .containsExactly(1f, 4f);
  }

  @Test
  void textsAreCategoriesInTheOrderOfTheirNames() {
    LabeledData data = read("c,n,y\nred,1,a\nblue,2,b\nred,3,a\n");
    assertThat(data.featureNames()).containsExactly("c=blue", "c=red", "n");
    assertThat(data.inputs()).containsExactly(0, 1, 1, 1, 0, 2, 0, 1, 3);
    assertThat(data.remarks()).contains("my.csv: column 'c' has 2 categories: blue, red");
  }

  @Test
  void numbersMayBeCategories() {
    LabeledData data = read("zip,y\n10,0\n9,1\n010,1\n", with().categorical("zip").settings());
    assertThat(data.featureNames()).containsExactly("zip=9", "zip=10");
    assertThat(data.inputs()).containsExactly(0, 1, 1, 0, 0, 1);
  }

  @Test
  void aColumnThatSinglePrecisionLevelsIsWarnedOf() {
    assertThat(read("t,y\n1000000000.25,0\n1000000001,1\n").remarks())
        .contains(
            "warning: my.csv: column 't' goes from 1000000000 to 1000000001, where single precision"
                + " has steps of 64; take its least number off first");
    String moments = "t,y\n1700000000,0\n1731536000,1\n"; // of a year
    assertThat(read(moments).remarks().toString()).doesNotContain("warning");
    assertThat(read("t,y\n1000000000,0\n1000000000,1\n").remarks().toString())
        .doesNotContain("warning");
  }

  @Test
  void aMomentMayStandOnEitherSideOfGreenwich() {
    assertThat(Times.seconds("2024-05-01T08:30:00-05:00"))
        .isEqualTo(Times.seconds("2024-05-01T13:30:00Z"))
        .isEqualTo(Times.seconds("2024-05-01 18:30:00+05:00"));
    assertThat(Times.seconds("2024-05-01T08:30:00")).hasValue(1714552200);
    assertThat(Times.seconds("2024/05/01")).hasValue(1714521600);
  }

  @Test
  void aTextThatNamesRowsIsRefused() {
    StringBuilder rows = new StringBuilder("name,x,y\n");
    for (int i = 0; i < 50; i++) {
      rows.append("row").append(i).append(',').append(i).append(',').append(i % 2).append('\n');
    }
    assertThatThrownBy(() -> read(rows.toString()))
        .hasMessage(
            "my.csv: column 'name' has 50 different texts in 50 rows, so it names rows and tells"
                + " nothing of others; leave it out by data.drop-columns: [name]");
    assertThat(read(rows.toString(), with().drop("name").settings()).featureNames())
        .containsExactly("x");
  }

  @Test
  void labelsAreNumbersOrNames() {
    LabeledData iris = read("5.1,Iris-setosa\n4.9,Iris-virginica\n6,Iris-setosa\n");
    assertThat(iris.labels()).containsExactly(0, 1, 0);
    assertThat(iris.classNames()).containsExactly("Iris-setosa", "Iris-virginica");
    assertThat(iris.remarks().toString()).contains("2 classes: Iris-setosa, Iris-virginica");
    LabeledData signs = read("1,-1\n2,1\n3,10\n4,1.0\n5,9\n");
    assertThat(signs.classNames()).containsExactly("-1", "1", "9", "10");
    assertThat(signs.labels()).containsExactly(0, 1, 3, 1, 2);
  }

  @Test
  void labelsWithFractionsAreNumbersToPredict() {
    LabeledData data = read("1,0.5\n2,3\n3,-2.25\n");
    assertThat(data.hasNumbers()).isTrue();
    assertThat(data.classes()).isEqualTo(1);
    assertThat(data.numbers()).containsExactly(0.5f, 3f, -2.25f);
    assertThatThrownBy(data::labels).isInstanceOf(IllegalStateException.class);
    TableSettings number = with().target(TargetKind.NUMBER).settings();
    assertThat(read("1,100\n2,300\n", number).numbers()).containsExactly(100f, 300f);
    assertThatThrownBy(() -> read("1,100\n2,many\n", number))
        .hasMessage("my.csv:2:2: the number to predict (data.target: number) is \"many\"");
  }

  /** A price is no class, but a file of many whole numbers might have many classes. */
  @Test
  void manyDifferentWholeLabelsAreAsked() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      rows.append(i).append(',').append(1000 + i).append('\n');
    }
    assertThatThrownBy(() -> read(rows.toString()))
        .hasMessageContaining("has 200 different labels in 200 rows")
        .hasMessageContaining("say data.target: number (and model.loss: squared-error)");
    TableSettings classes = with().target(TargetKind.CLASSES).settings();
    assertThat(read(rows.toString(), classes).classes()).isEqualTo(200);
  }

  /** The kind of a column is told from its first rows; what comes later is not guessed. */
  @Test
  void aLateFractionInLabelsIsRefused() {
    String rows = "1,0\n".repeat(600) + "2,1\n".repeat(600) + "1,0.5\n";
    assertThatThrownBy(() -> read(rows))
        .hasMessageStartingWith("my.csv:1201:2: the label \"0.5\" is no whole number")
        .hasMessageContaining("data.target: number");
  }

  @Test
  void filesOfTheSameColumnsAreReadAsOne() throws IOException {
    Path train = write("train.csv", "c,y\nred,yes\nblue,no\n");
    Path test = write("test.csv", "c,y\ngreen,no\nred,yes\n");
    TableRows rows = TableReader.read(List.of(train, test), TableSettings.DEFAULT);
    assertThat(rows.counts()).containsExactly(2, 2);
    assertThat(rows.data().featureNames()).containsExactly("c=blue", "c=green", "c=red");
    assertThat(rows.data().labels()).containsExactly(1, 0, 0, 1);
    assertThat(rows.data().sources()).containsOnlyKeys("train.csv", "test.csv");
    Path other = write("other.csv", "y,c\nyes,red\n");
    assertThatThrownBy(() -> TableReader.read(List.of(train, other), TableSettings.DEFAULT))
        .hasMessage(
            "other.csv: its columns (y, c) are not those of the first file (c, y), in that order");
  }

  @Test
  void gzipIsRecognisedAndItsHashIsThatOfTheFile() throws IOException {
    String text = "a,y\n1,0\n2,1\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Path packed = Files.write(folder.resolve("packed.csv"), bytes.toByteArray());
    LabeledData data = TableReader.read(packed);
    assertThat(data.inputs()).containsExactly(1f, 2f);
    assertThat(data.sources().get("packed.csv")).hasSize(64).isNotEqualTo(hash(text));
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9);
    Path broken = Files.write(folder.resolve("broken.csv"), half);
    assertThatThrownBy(() -> TableReader.read(broken))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("truncated or damaged gzip data");
  }

  private @Nullable String hash(String text) {
    return read(text).sources().get("my.csv");
  }

  private LabeledData read(String text) {
    return read(text, TableSettings.DEFAULT);
  }

  private LabeledData read(String text, TableSettings settings) {
    return TableReader.read(write("my.csv", text), settings);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TableSettings header(HeaderRow header) {
    return with().header(header).settings();
  }

  private static SettingsOfTable with() {
    return new SettingsOfTable();
  }
}
