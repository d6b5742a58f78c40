package org.retrograde.experiments.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.ImageForm;
import org.retrograde.models.data.RowCounts;
import org.retrograde.models.data.TextUnit;
import org.retrograde.models.npz.NpzNames;
import org.retrograde.models.table.DecimalSign;
import org.retrograde.models.table.HeaderRow;
import org.retrograde.models.table.MissingCells;
import org.retrograde.models.table.Separator;
import org.retrograde.models.table.TableSettings;
import org.retrograde.models.table.TargetKind;

/** The rows to train on, to tune by and to test with. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "source")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DataConfig.Mnist.class, name = "mnist"),
  @JsonSubTypes.Type(value = DataConfig.FashionMnist.class, name = "fashion-mnist"),
  @JsonSubTypes.Type(value = DataConfig.Synthetic.class, name = "synthetic"),
  @JsonSubTypes.Type(value = DataConfig.Idx.class, name = "idx"),
  @JsonSubTypes.Type(
      value = DataConfig.Table.class,
      names = {"table", "csv"}),
  @JsonSubTypes.Type(value = DataConfig.Npz.class, name = "npz"),
  @JsonSubTypes.Type(value = DataConfig.Images.class, name = "images"),
  @JsonSubTypes.Type(value = DataConfig.Kjv.class, name = "kjv"),
  @JsonSubTypes.Type(value = DataConfig.Text.class, name = "text"),
  @JsonSubTypes.Type(value = DataConfig.None.class, name = DataConfig.None.SOURCE)
})
public sealed interface DataConfig {
  /**
   * Returns the number of rows to train on.
   *
   * @return at least 1
   */
  int train();

  /**
   * Returns the number of rows to tune by.
   *
   * @return at least 1
   */
  int validation();

  /**
   * Returns the number of rows for the final report.
   *
   * @return at least 1
   */
  int test();

  /**
   * Returns whether the mean training row is taken off all rows.
   *
   * @return false for rows as they are
   */
  boolean centre();

  /**
   * Returns the standard deviation of training rows that are made, not taken from the source.
   *
   * @return above 0, or null for the source's own rows
   */
  @Nullable Double trainNoise();

  /**
   * Returns how much the losses of training rows count by their class.
   *
   * @return null where all count alike
   */
  default @Nullable ClassWeights classWeights() {
    return null;
  }

  /**
   * Returns whether the mean training row is taken off all rows, and what is left divided by the
   * standard deviation of each feature.
   *
   * @return false for rows that are at most centred
   */
  default boolean standardizes() {
    return false;
  }

  /**
   * Returns whether a missing feature is 0 after scaling, the mean of the training rows.
   *
   * @return false for rows that lack none
   */
  default boolean imputes() {
    return false;
  }

  /**
   * Returns whether features are grey levels of bytes, divided by 255.
   *
   * @return false for numbers of another kind
   */
  default boolean ofGreyLevels() {
    return false;
  }

  /**
   * Returns what the tokens of a text are, whose losses have a meaning in bits.
   *
   * @return empty for data of another kind
   */
  default Optional<TextUnit> tokens() {
    return Optional.empty();
  }

  /**
   * Returns where the rows to train on are, if {@code init} can make an experiment of them.
   *
   * @return absolute path of a file or folder; empty for data of another kind
   */
  default Optional<Path> place() {
    return Optional.empty();
  }

  /**
   * Returns the three numbers of rows together.
   *
   * @return as {@link #train}, {@link #validation} and {@link #test}
   */
  default RowCounts counts() {
    return new RowCounts(train(), validation(), test());
  }

  /**
   * MNIST, which comes with the program.
   *
   * @param train rows to train on
   * @param validation rows to tune by, from the same file
   * @param test rows of the test file
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param shuffleSeed seed of the order of the training file, null for file order
   * @param classWeights how much losses count by class, null for all alike
   */
  record Mnist(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Long shuffleSeed,
      @Nullable ClassWeights classWeights)
      implements DataConfig {

    @Override
    public boolean ofGreyLevels() {
      return true;
    }
  }

  /**
   * Fashion-MNIST, where this machine has it.
   *
   * @param train rows to train on
   * @param validation rows to tune by, from the same file
   * @param test rows of the test file
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param shuffleSeed seed of the order of the training file, null for file order
   * @param folder absolute path of the four files, null for where Debian's package has them
   * @param classWeights how much losses count by class, null for all alike
   */
  record FashionMnist(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Long shuffleSeed,
      @Nullable Path folder,
      @Nullable ClassWeights classWeights)
      implements DataConfig {

    @Override
    public boolean ofGreyLevels() {
      return true;
    }
  }

  /**
   * Gaussian blobs behind a random nonlinearity, made from the experiment's seed.
   *
   * @param train rows to train on
   * @param validation rows to tune by
   * @param test rows for the final report
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param features features of a row, at least 2
   * @param classes number of classes, at least 2
   * @param shape height, width and perhaps channels of an image, null where rows are none
   * @param classWeights how much losses count by class, null for all alike
   */
  record Synthetic(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      int features,
      int classes,
      @Nullable List<Integer> shape,
      @Nullable ClassWeights classWeights)
      implements DataConfig {}

  /**
   * The user's own IDX files. All paths are absolute.
   *
   * @param train rows to train on
   * @param validation rows to tune by, from the same file
   * @param test rows of the test file
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param shuffleSeed seed of the order of the training file, null for file order
   * @param trainImages training and validation rows
   * @param trainLabels their labels
   * @param testImages test rows
   * @param testLabels their labels
   * @param classWeights how much losses count by class, null for all alike
   */
  record Idx(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Long shuffleSeed,
      Path trainImages,
      Path trainLabels,
      Path testImages,
      Path testLabels,
      @Nullable ClassWeights classWeights)
      implements DataConfig {

    @Override
    public boolean ofGreyLevels() {
      return true;
    }
  }

  /**
   * The user's own table. All paths are absolute; a column is called by its name, or by its index
   * from 0.
   *
   * @param train rows to train on
   * @param validation rows to tune by
   * @param test rows for the final report
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param shuffleSeed seed of the order of the rows or groups, null for file order
   * @param file training rows, and those of the parts that have no file of their own
   * @param validationFile validation rows, null for those of the first file
   * @param testFile test rows, null for those of the first file
   * @param separator what stands between cells, null to tell from the first rows
   * @param decimal what stands before a fraction, null for a point
   * @param header what the first row is, null to tell from its cells
   * @param labelColumn the column of labels, null for the last
   * @param target what labels are, null to tell from the first rows
   * @param missing what is done where a cell is missing, null for refusing the file
   * @param missingWords cells that are missing besides the usual ones
   * @param dropColumns columns that are left out
   * @param categorical columns whose numbers are names of categories
   * @param groupColumn the column by whose cells rows stay together, null for none
   * @param timeColumn the column that rows are ordered by, null for none
   * @param shape height, width and perhaps channels of an image, null where rows are none
   * @param standardize whether each feature is brought to mean 0 and deviation 1, and numbers to
   *     predict too, null for rows that are no images and are centred
   * @param classWeights how much losses count by class, null for all alike
   */
  record Table(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Long shuffleSeed,
      Path file,
      @Nullable Path validationFile,
      @Nullable Path testFile,
      @Nullable Separator separator,
      @Nullable DecimalSign decimal,
      @Nullable HeaderRow header,
      @Nullable String labelColumn,
      @Nullable TargetKind target,
      @Nullable MissingCells missing,
      @Nullable List<String> missingWords,
      @Nullable List<String> dropColumns,
      @Nullable List<String> categorical,
      @Nullable String groupColumn,
      @Nullable String timeColumn,
      @Nullable List<Integer> shape,
      @Nullable Boolean standardize,
      @Nullable ClassWeights classWeights)
      implements DataConfig {

    /** Makes one of three parts of a file of which everything else is told from its rows. */
    public static Table of(Path file, RowCounts counts, @Nullable String labelColumn) {
      return new Table(
          counts.train(),
          counts.validation(),
          counts.test(),
          true,
          null,
          null,
          file,
          null,
          null,
          null,
          null,
          null,
          labelColumn,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }

    @Override
    public boolean standardizes() {
      return standardize == null ? centre && shape == null : standardize;
    }

    @Override
    public Optional<Path> place() {
      return Optional.of(file);
    }

    @Override
    public boolean imputes() {
      return missing == MissingCells.IMPUTE;
    }

    /** Returns the files, in the order of their parts. */
    public List<Path> files() {
      return Stream.of(file, validationFile, testFile).flatMap(Stream::ofNullable).toList();
    }

    /** Returns how the files are to be read. */
    public TableSettings settings() {
      return new TableSettings(
          header == null ? HeaderRow.AUTO : header,
          separator == null ? Separator.AUTO : separator,
          decimal == null ? DecimalSign.POINT : decimal,
          missing == null ? MissingCells.REFUSE : missing,
          missingWords == null ? List.of() : missingWords,
          target == null ? TargetKind.AUTO : target,
          labelColumn,
          dropColumns == null ? List.of() : dropColumns,
          categorical == null ? List.of() : categorical,
          groupColumn,
          timeColumn);
    }
  }

  /**
   * The user's own arrays, as NumPy saves them.
   *
   * @param train rows to train on
   * @param validation rows to tune by, from the same arrays
   * @param test rows for the final report
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param shuffleSeed seed of the order of the rows but those to test with, null for file order
   * @param file absolute path
   * @param inputs name of the array of rows, null to find it by its name
   * @param labels name of the array of their labels, null to find it by its name
   * @param testInputs name of the array of test rows, null to find it by its name, if there is one
   * @param testLabels name of the array of their labels, null to find it by its name
   * @param target what labels are, null to tell from them
   * @param standardize whether each feature is brought to mean 0 and deviation 1, and numbers to
   *     predict too, null for not
   * @param classWeights how much losses count by class, null for all alike
   */
  record Npz(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Long shuffleSeed,
      Path file,
      @Nullable String inputs,
      @Nullable String labels,
      @Nullable String testInputs,
      @Nullable String testLabels,
      @Nullable TargetKind target,
      @Nullable Boolean standardize,
      @Nullable ClassWeights classWeights)
      implements DataConfig {

    @Override
    public boolean standardizes() {
      return standardize != null && standardize;
    }

    @Override
    public Optional<Path> place() {
      return Optional.of(file);
    }

    /** Returns what the arrays are called. */
    public NpzNames names() {
      return new NpzNames(inputs, labels, testInputs, testLabels);
    }
  }

  /**
   * The user's own images, PNG or JPEG files in one folder a class.
   *
   * @param train rows to train on
   * @param validation rows to tune by
   * @param test rows for the final report
   * @param centre whether the mean training row is taken off all rows
   * @param trainNoise standard deviation of made training rows, null for the source's own
   * @param shuffleSeed seed of the order of the rows, null for class by class
   * @param folder absolute path
   * @param testFolder absolute path of the test rows, null for those of the first folder
   * @param side pixels of an image's side, to which all are scaled
   * @param channels 1 for ink, 3 for red, green and blue, null for 1
   * @param classWeights how much losses count by class, null for all alike
   */
  record Images(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Long shuffleSeed,
      Path folder,
      @Nullable Path testFolder,
      int side,
      @Nullable Integer channels,
      @Nullable ClassWeights classWeights)
      implements DataConfig {

    @Override
    public Optional<Path> place() {
      return Optional.of(folder);
    }

    /** Returns what images become. */
    public ImageForm form() {
      return new ImageForm(side, channels == null ? 1 : channels);
    }
  }

  /**
   * The King James Bible, which comes with the program, character by character.
   *
   * @param train tokens to train on, the first ones
   * @param validation tokens to tune by, the next ones
   * @param test tokens for the final report, those after them
   * @param centre without a meaning: numbers of tokens are left as they are
   * @param trainNoise null
   * @param window tokens that are seen together, null for {@link #WINDOW}
   */
  record Kjv(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Integer window)
      implements DataConfig {

    @Override
    public Optional<TextUnit> tokens() {
      return Optional.of(TextUnit.CHARACTERS);
    }
  }

  /**
   * The user's own text, in UTF-8.
   *
   * @param train tokens to train on, the first ones
   * @param validation tokens to tune by, the next ones
   * @param test tokens for the final report, those after them
   * @param centre without a meaning: numbers of tokens are left as they are
   * @param trainNoise null
   * @param window tokens that are seen together, null for {@link #WINDOW}
   * @param file absolute path
   * @param unit what a token is, null for characters
   */
  record Text(
      int train,
      int validation,
      int test,
      boolean centre,
      @Nullable Double trainNoise,
      @Nullable Integer window,
      Path file,
      @Nullable TextUnit unit)
      implements DataConfig {

    @Override
    public Optional<TextUnit> tokens() {
      return Optional.of(unit == null ? TextUnit.CHARACTERS : unit);
    }
  }

  /** Tokens of a text that are seen together, where nothing is said. */
  int WINDOW = 64;

  /**
   * No rows of an experiment's own: its problem has others, or none.
   *
   * @param train 0
   * @param validation 0
   * @param test 0
   * @param centre false
   * @param trainNoise null
   */
  record None(int train, int validation, int test, boolean centre, @Nullable Double trainNoise)
      implements DataConfig {

    /** The word of this source, which no file can have. */
    static final String SOURCE = "none";
  }
}
