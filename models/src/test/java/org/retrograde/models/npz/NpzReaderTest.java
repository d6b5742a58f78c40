package org.retrograde.models.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.TrainAndTest;
import org.retrograde.models.table.ColumnSurvey;
import org.retrograde.models.table.TargetKind;

/** Files are written by NumPy, see {@code make.py} beside them. */
final class NpzReaderTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float16", "float32", "float64", "int8", "int16", "uint16", "int32", "uint32", "int64",
        "uint64", "big_f2", "big_f4", "big_f8", "big_i2", "big_u4", "big_i8", "fortran"
      })
  void everyTypeAndOrderOfNumbersIsRead(String inputs) {
    LabeledData data = read(inputs, "y");
    assertThat(data.inputs()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(data.features()).isEqualTo(3);
    assertThat(data.labels()).containsExactly(0, 1, 2, 1);
    assertThat(data.classes()).isEqualTo(3);
    assertThat(data.sources().get("arrays.npz")).hasSize(64);
  }

  @Test
  void truthIsOneAndBytesAreDividedBy255() {
    assertThat(read("bool", "y").inputs()).startsWith(0, 1, 1);
    assertThat(read("uint8", "y").inputs()).startsWith(0, 1 / 255f, 2 / 255f);
  }

  @Test
  void aSurveyTellsWhatArraysAre() {
    NpzSurvey survey =
        NpzReader.survey(copy("arrays.npz"), new NpzNames("colours", "y", null, null));
    assertThat(survey.rows()).isEqualTo(4);
    assertThat(survey.sizes()).containsExactly(2, 2, 3);
    assertThat(survey.bytes()).isTrue();
    assertThat(survey.labels()).isEqualTo(new ColumnSurvey("y", 0, 4, 4, 0, 3, false, false));
    assertThat(survey.unused()).contains("float16").doesNotContain("colours", "y");
  }

  @Test
  void arraysOfThreeOrFourDimensionsAreImages() {
    LabeledData grey = read("images", "y");
    assertThat(grey.shape()).isEqualTo(new InputShape.Image(2, 3, 1));
    assertThat(grey.inputs()).startsWith(0, 10 / 255f).endsWith(230 / 255f);
    assertThat(read("colours", "y").shape()).isEqualTo(new InputShape.Image(2, 2, 3));
    assertThat(read("fortran_images", "y").inputs())
        .containsExactly(floats(IntStream.range(0, 24).toArray()));
  }

  @Test
  void labelsAreClassesByNameOrNumbersToPredict() {
    assertThat(read("int8", "text").classNames())
        .containsExactly("setosa", "versicolor", "virginica");
    assertThat(read("int8", "text").labels()).containsExactly(0, 2, 0, 1);
    assertThat(read("int8", "bytes").classNames()).containsExactly("no", "yes");
    assertThat(read("int8", "column").classNames()).containsExactly("-1", "1");
    assertThat(read("int8", "column").labels()).containsExactly(1, 0, 1, 0);
    assertThat(read("int8", "whole").classes()).isEqualTo(2);
    assertThat(read("int8", "real").numbers()).containsExactly(0.5f, 1, 2, -1);
    assertThat(read("int8", "y", TargetKind.NUMBER).numbers()).containsExactly(0, 1, 2, 1);
    assertThat(read("int8", "real", TargetKind.CLASSES).classNames())
        .containsExactly("-1", "0.5", "1", "2");
  }

  @Test
  void bothZerosAreOneClass() {
    assertThat(read("int8", "zeros").classNames()).containsExactly("0", "1");
    assertThat(read("int8", "zeros").labels()).containsExactly(0, 0, 1, 0);
  }

  @Test
  void channelsThatSeemToComeFirstAreWarnedOf() {
    assertThat(read("channels_first", "y").remarks().toString())
        .contains("warning: arrays.npz: array 'channels_first' has shape [4 x 3 x 8 x 5]")
        .contains("3 x 8 pixels of 5 channels", "save numpy.moveaxis(channels_first, 1, -1)");
    assertThat(read("colours", "y").remarks().toString()).doesNotContain("warning");
  }

  @Test
  void usualNamesAreFoundAndTestRowsHaveTheSameClasses() {
    TrainAndTest both = NpzReader.read(copy("keras.npz"), NpzNames.USUAL, TargetKind.AUTO);
    assertThat(both.rows().classNames()).containsExactly("3", "7", "9");
    assertThat(both.rows().labels()).containsExactly(1, 0, 0, 1);
    LabeledData test = Objects.requireNonNull(both.test());
    assertThat(test.labels()).containsExactly(2, 0);
    assertThat(test.classes()).isEqualTo(3);
    assertThat(both.rows().remarks())
        .containsExactly(
            "keras.npz: inputs and labels are its arrays x_train, y_train, x_test, y_test",
            "keras.npz: labels are 3 classes: 3, 7, 9");
  }

  @Test
  void numbersOfTheTestRowsMakeAllLabelsNumbers() {
    TrainAndTest both =
        NpzReader.read(
            copy("arrays.npz"), new NpzNames("int8", "y", "int8", "real"), TargetKind.AUTO);
    assertThat(both.rows().numbers()).containsExactly(0, 1, 2, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flat     | y       | array 'flat' has shape [4]; inputs are rows of features, or images with or without channels, so of 2 to 4 dimensions
          nan      | y       | array 'nan': a number must be finite and fit a float, got NaN in row 1, counted from 0
          large    | y       | array 'large': a number must be finite and fit a float, got Infinity in row 0, counted from 0
          short    | y       | array 'short' has 3 rows, but there are 4 labels, array 'y'
          text     | y       | array 'text' holds texts; inputs are numbers
          complex  | y       | array 'complex' is of type <c16; save it as numbers or texts
          record   | y       | array 'record' is of type a record; save it as numbers or texts
          nothing  | y       | array 'nothing' has shape [0 x 3]; expected at least one value and at most 2147483647
          int8     | objects | array 'objects' holds Python objects, which are pickled, and pickles are not read, for they may run code; save it as an array of numbers or of texts
          int8     | onehot  | array 'onehot' has shape [4 x 4]; labels are one a row, such as numpy.argmax(labels, axis=1)
          int8     | scalar  | array 'scalar' has shape []; labels are one a row
          """)
  void whatIsNotReadIsSaidInOneLine(String inputs, String labels, String complaint) {
    assertThatThrownBy(() -> read(inputs, labels))
        .isInstanceOf(DataException.class)
        .hasMessage("arrays.npz: " + complaint);
  }

  @Test
  void anArrayThatIsNotThereIsNamedWithThoseThatAre() {
    Path file = copy("keras.npz");
    assertThatThrownBy(() -> NpzReader.read(file, names("z", null), TargetKind.AUTO))
        .hasMessage(
            "keras.npz: there is no array 'z' (data.inputs); it has x_train, y_train, x_test,"
                + " y_test");
    assertThatThrownBy(
            () ->
                NpzReader.read(
                    copy("arrays.npz"), new NpzNames("int8", "y", "int8", null), TargetKind.AUTO))
        .hasMessageStartingWith(
            "arrays.npz: test rows need both data.test-inputs and data.test-labels; it has float16")
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesThatAreNotUsualAreAskedFor() throws IOException {
    Path file = folder.resolve("odd.npz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("arr_0.npy"));
      out.closeEntry();
    }
    assertThatThrownBy(() -> NpzReader.read(file, NpzNames.USUAL, TargetKind.AUTO))
        .hasMessage(
            "odd.npz: no array has a usual name of inputs (x_train, X_train, train_images, x, X,"
                + " inputs, images, data); it has arr_0: name one by data.inputs");
    assertThatThrownBy(() -> NpzReader.read(file, names("arr_0", "arr_0"), TargetKind.AUTO))
        .hasMessage("odd.npz: array 'arr_0' is no NumPy array");
  }

  @Test
  void whatIsNoArchiveIsSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("a.npz"), "x,y\n1,2\n");
    assertThatThrownBy(() -> NpzReader.read(text, NpzNames.USUAL, TargetKind.AUTO))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("a.npz: truncated or damaged archive: ");
    assertThatThrownBy(
            () -> NpzReader.read(folder.resolve("b.npz"), NpzNames.USUAL, TargetKind.AUTO))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.npz: file not found");
    Path array = folder.resolve("x.npy");
    try (ZipFile archive = new ZipFile(copy("arrays.npz").toFile());
        InputStream in = archive.getInputStream(archive.getEntry("y.npy"))) {
      Files.copy(in, array);
    }
    assertThatThrownBy(() -> NpzReader.read(array, NpzNames.USUAL, TargetKind.AUTO))
        .hasMessage(
            "x.npy: is one array; save inputs and labels together: numpy.savez('data.npz',"
                + " x=inputs, y=labels)");
  }

  @Test
  void aFileThatEndsEarlyOrIsWrongInAByteNeverCrashes() throws IOException {
    byte[] whole = Files.readAllBytes(copy("keras.npz"));
    int complaints = 0;
    for (int at = 0; at < whole.length; at += 5) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0x5a;
      complaints += complains(damaged);
      assertThat(complains(Arrays.copyOf(whole, at))).isOne();
    }
    assertThat(complaints).isPositive();
  }

  private int complains(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("damaged.npz"), content);
    try {
      NpzReader.read(file, NpzNames.USUAL, TargetKind.AUTO);
      return 0;
    } catch (DataException e) {
      assertThat(e.getMessage()).startsWith("damaged.npz: ").doesNotContain("\n");
      return 1;
    }
  }

  private LabeledData read(String inputs, String labels) {
    return read(inputs, labels, TargetKind.AUTO);
  }

  private LabeledData read(String inputs, String labels, TargetKind target) {
    return NpzReader.read(copy("arrays.npz"), names(inputs, labels), target).rows();
  }

  private static NpzNames names(@Nullable String inputs, @Nullable String labels) {
    return new NpzNames(inputs, labels, null, null);
  }

  private static float[] floats(int... numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers[i];
    }
    return floats;
  }

  private Path copy(String resource) {
    Path file = folder.resolve(resource);
    try (InputStream in =
        Objects.requireNonNull(NpzReaderTest.class.getResourceAsStream(resource))) {
      Files.write(file, in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }
}
