package org.retrograde.models.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;

/** Tables as people publish them, a few made-up rows each: read, or refused in one clear line. */
final class PublicStyleTablesTest {

  @TempDir private Path folder = Path.of("");

  private static Arguments file(String name, String text, String what) {
    return file(name, text, settings -> settings, what);
  }

  private static Arguments file(
      String name, String text, UnaryOperator<SettingsOfTable> settings, String what) {
    return Arguments.of(name, text, settings.apply(new SettingsOfTable()).settings(), what);
  }

  static Stream<Arguments> read() {
    return Stream.of(
        file(
            "flowers without a header, classes by name",
            "5.1,3.5,1.4,Iris-setosa\n4.9,3.0,1.4,Iris-setosa\n6.3,3.3,6.0,Iris-virginica\n",
            "3 rows, 3 features, 2 classes"),
        file(
            "census: blanks after commas, ? for missing, labels with signs",
            "39, State-gov, 77516, <=50K\n50, ?, 83311, >50K\n38, Private, 215646, <=50K\n",
            settings -> settings.missing(MissingCells.IMPUTE),
            "3 rows, 5 features, 2 classes"),
        file(
            "wine quality: semicolons, a quoted header",
            "\"fixed acidity\";\"pH\";\"quality\"\n7.4;3.51;5\n7.8;3.2;6\n11.2;3.16;5\n",
            "3 rows, 2 features, 2 classes"),
        file(
            "passengers: quoted names with commas, empty cells",
            "Id,Name,Sex,Age,Survived\n1,\"Braund, Mr. O\",male,22,0\n2,\"C, Mrs.\",female,,1\n",
            settings -> settings.drop("Id", "Name").missing(MissingCells.IMPUTE),
            "2 rows, 3 features, 2 classes"),
        file(
            "mushrooms: letters alone, the class first, no header",
            "p,x,s,n\ne,x,s,y\ne,b,s,w\np,x,y,w\n",
            settings -> settings.label("0"),
            "4 rows, 7 features, 2 classes"),
        file(
            "a hospital: numbers of patients, ? for missing, classes 2 and 4",
            "1000025,5,1,1,2\n1002945,5,4,10,4\n1015425,3,?,2,2\n",
            settings -> settings.drop("0").missing(MissingCells.DROP),
            "2 rows, 3 features, 2 classes"),
        file(
            "cars of R: a header without a name for the names of rows",
            "\"\",\"mpg\",\"cyl\"\n\"Mazda RX4\",21,6\n\"Datsun 710\",22.8,4\n\"Hornet\",21.4,6\n",
            settings -> settings.drop("0"),
            "3 rows, 1 features, 2 classes"),
        file(
            "an index that pandas wrote, and truth values",
            ",x,flag,y\n0,0.5,True,a\n1,0.25,False,b\n2,0.125,True,a\n",
            settings -> settings.drop("0"),
            "3 rows, 3 features, 2 classes"),
        file(
            "digits: the label first, names of pixels",
            "label,pixel0,pixel1\n7,0,255\n1,12,0\n7,3,4\n",
            settings -> settings.label("label"),
            "3 rows, 2 features, 2 classes"),
        file(
            "credit cards: classes in quotes, exponents",
            "\"Time\",\"V1\",\"Class\"\n0,-1.35e+00,\"0\"\n1,1.19E-5,\"1\"\n",
            "2 rows, 2 features, 2 classes"),
        file(
            "shells: a letter first, the age to predict as whole numbers",
            "M,0.455,15\nF,0.53,9\nI,0.33,7\n",
            settings -> settings.target(TargetKind.NUMBER),
            "3 rows, 4 features, numbers"),
        file(
            "houses: prices with fractions, the nearness of an ocean, a gap",
            "rooms,beds,ocean,price\n880,129,BAY,452.6\n709,,LAND,358.5\n147,19,LAND,352.1\n",
            settings -> settings.missing(MissingCells.IMPUTE),
            "3 rows, 4 features, numbers"),
        file(
            "a spreadsheet of a land with decimal commas",
            "Größe;Preis;Art\n1,5;1e3;neu\n2,25;2e3;alt\n",
            settings -> settings.decimal(DecimalSign.COMMA),
            "2 rows, 2 features, 2 classes"),
        file(
            "an aerofoil: tabs, no header, a number to predict",
            "800\t0\t0.3048\t126.201\n1000\t0\t0.3048\t125.201\n",
            "2 rows, 3 features, numbers"),
        file(
            "penguins: NA, and Windows' ends of lines",
            "island,bill,species\r\nBiscoe,39.1,A\r\nDream,NA,G\r\nDream,40.3,G\r\n",
            settings -> settings.missing(MissingCells.DROP),
            "2 rows, 3 features, 2 classes"),
        file(
            "bicycles: days in order",
            "day,temperature,riders\n2011-01-03,0.19,1349\n2011-01-01,0.34,985\n",
            settings -> settings.time("day").target(TargetKind.NUMBER),
            "2 rows, 1 features, numbers"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void read(String name, String text, TableSettings settings, String what) throws IOException {
    LabeledData data = TableReader.read(write(text), settings);
    String targets = data.hasNumbers() ? "numbers" : data.classes() + " classes";
    assertThat("%d rows, %d features, %s".formatted(data.rows(), data.features(), targets))
        .isEqualTo(what);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        file(
            "housing: columns of blanks",
            " 0.00632  18.00   2.310  0\n 0.02731   0.00   7.070  1\n",
            "my.csv:1: expected at least 2 columns"),
        file(
            "passengers, as they are",
            "Name,Age,Survived\n\"Braund, Mr. O\",22,0\n\"C, Mrs.\",,1\n",
            "my.csv:3:2: the cell \"\" of column 'Age' is missing; say data.missing: impute"),
        file(
            "thousands parted by commas",
            "population,y\n\"1,234,567\",0\n\"2,345\",1\n\"345\",0\n",
            "my.csv:2:1: \"1,234,567\" is not a number, as others of column 'population' are"),
        file(
            "a row with a comma that nobody quoted",
            "city,x,y\nBern,1,0\nWien, AT,2,1\n",
            "my.csv:3: expected 3 columns as in the first row, got 4"),
        file(
            "a report with a title above its table",
            "Quarterly figures\n\nx,y\n1,0\n",
            "my.csv:1: expected at least 2 columns"),
        file(
            "units within cells",
            "weight,y\n3.5,0\n4.5,1\n5 kg,0\n",
            "my.csv:4:1: \"5 kg\" is not a number, as others of column 'weight' are"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, String text, TableSettings settings, String message)
      throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> TableReader.read(file, settings))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(List.of(String.valueOf(e.getMessage()).split("\n"))).hasSize(1));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("my.csv"), text);
  }
}
