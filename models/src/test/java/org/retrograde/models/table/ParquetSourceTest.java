package org.retrograde.models.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;

/** Files are written by another library, see {@code make.py} beside them. */
final class ParquetSourceTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages2", "encodings"})
  void everyCodecEncodingAndKindOfPageGivesTheSameRows(String kind) {
    LabeledData data =
        TableReader.read(
            copy(kind + ".parquet", "table.data"),
            new SettingsOfTable().missing(MissingCells.IMPUTE).settings());
    assertThat(data.featureNames())
        .containsExactly("x", "colour=(missing)", "colour=blue", "colour=red");
    assertThat(data.inputs())
        .startsWith(0, 0, 0, 1, 0.5f, 0, 1, 0, 1, 1, 0, 0)
        .endsWith(3, 0, 0, 1, 3.5f, 0, 1, 0)
        .hasSize(8 * 4);
    assertThat(data.labels()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void everyTypeIsACell() {
    List<String[]> rows = rows("types.parquet");
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0))
        .containsExactly(
            "",
            "1.5",
            "-9223372036854775808",
            "255",
            "4294967295",
            "18446744073709551615",
            "-1.75",
            "-1.750",
            "1969-12-31",
            "08:30",
            "1969-12-31T23:59:59",
            "true",
            "1",
            "a",
            "ab",
            "ab");
    assertThat(rows.get(1))
        .startsWith("1.1", "-5.9604645E-8", "9223372036854775807")
        .contains("1969-12-30", "1969-12-31T23:59:59.250", "false", "02");
    assertThat(rows.get(2)).startsWith("NaN", "65504.0", "0").contains("0.25", "0.250", "");
    assertThat(rows.get(3)).startsWith("-Infinity", "0.0", "");
    assertThat(rows("integers.parquet").get(0)).containsExactly("-1.75", "1");
    assertThat(rows("spark.parquet").stream().map(row -> row[0]))
        .containsExactly("1969-12-31T23:59:59", "2024-05-17T08:30");
  }

  @Test
  void whatTheFormatSaysToBeTextIsACategoryThoughItLooksLikeANumber() throws IOException {
    try (RowSource source = ParquetSource.open(copy("types.parquet"), List.of())) {
      assertThat(source.textColumns())
          .containsExactlyInAnyOrder(
              "day", "time", "moment", "truth", "digits", "code", "bytes", "fixed");
    }
  }

  @Test
  void columnsThatAreNotOfATableAreNamedAndCanBeLeftOut() {
    assertComplaint(
        "nested.parquet",
        "column 'tags' holds lists, maps or columns of its own, and a table has one value a cell;"
            + " leave it out by data.drop-columns: [tags]");
    LabeledData data =
        TableReader.read(
            copy("nested.parquet"), new SettingsOfTable().drop("tags", "1").settings());
    assertThat(data.featureNames()).containsExactly("x");
    assertThat(data.inputs()).containsExactly(1.5f, 2.5f, 3.5f);
    assertThat(data.labels()).containsExactly(0, 1, 0);
  }

  @Test
  void rowLabelsOfPandasAreLeftOutAndSaid() {
    LabeledData data = TableReader.read(copy("indexed.parquet"));
    assertThat(data.featureNames()).containsExactly("x");
    assertThat(data.remarks())
        .contains(
            "indexed.parquet: the labels of rows that pandas keeps (__index_level_0__) are left"
                + " out");
  }

  @Test
  void aRowOfAMessageCountsFromOne() {
    assertThatThrownBy(() -> TableReader.read(copy("zstd.parquet")))
        .hasMessageStartingWith("zstd.parquet:3:2: the cell \"\" of column 'colour' is missing");
  }

  @Test
  void theHashIsOfTheFile() throws IOException {
    Path file = copy("none.parquet");
    Path same = Files.writeString(folder.resolve("other.csv"), "1,0\n2,1\n");
    assertThat(
            TableReader.read(file, new SettingsOfTable().missing(MissingCells.DROP).settings())
                .sources()
                .get("none.parquet"))
        .hasSize(64)
        .isNotEqualTo(TableReader.read(same).sources().get("other.csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          brotli.parquet | column 'x' is compressed by brotli, which is not read; write the file \
          with zstd, snappy, gzip or lz4_raw, or uncompressed
          binary.parquet | this Parquet file is damaged, or cannot be read: it holds bytes that \
          are no text
          empty.parquet | no rows; expected at least one line beside a header
          """)
  void whatIsNotReadIsSaidInOneLine(String file, String complaint) {
    assertComplaint(file, complaint);
  }

  @Test
  void aFileThatEndsEarlyIsSaidToWhereverItEnds() throws IOException {
    byte[] whole = Files.readAllBytes(copy("snappy.parquet"));
    for (int length = 4; length < whole.length; length += 19) {
      Path file = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TableReader.read(file))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("cut.parquet: this Parquet file is damaged")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "gzip", "zstd"})
  void aByteThatIsWrongIsAValueOrAComplaintAndNeverACrash(String kind) throws IOException {
    byte[] whole = Files.readAllBytes(copy(kind + ".parquet"));
    TableSettings settings = new SettingsOfTable().missing(MissingCells.IMPUTE).settings();
    int complaints = 0;
    for (int at = 4; at < whole.length; at += 13) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xa5;
      Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
      try {
        TableReader.read(file, settings);
      } catch (DataException e) {
        assertThat(e.getMessage()).startsWith("damaged.parquet").doesNotContain("\n");
        complaints++;
      }
    }
    assertThat(complaints).isPositive();
  }

  @Test
  void oneInsideOfGzipIsToBeUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      Files.copy(copy("none.parquet"), gzip);
    }
    Path file = Files.write(folder.resolve("none.parquet.gz"), packed.toByteArray());
    assertThatThrownBy(() -> TableReader.read(file))
        .hasMessage("none.parquet.gz: is a Parquet file inside of gzip; unpack it first");
  }

  private void assertComplaint(String file, String complaint) {
    assertThatThrownBy(() -> TableReader.read(copy(file)))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": " + complaint);
  }

  private List<String[]> rows(String file) {
    List<String[]> rows = new ArrayList<>();
    try (RowSource source = ParquetSource.open(copy(file), List.of())) {
      for (String[] row = source.next(); row != null; row = source.next()) {
        rows.add(row);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  private Path copy(String resource) {
    return copy(resource, resource);
  }

  private Path copy(String resource, String name) {
    Path file = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(ParquetSourceTest.class.getResourceAsStream(resource))) {
      Files.write(file, in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }
}
