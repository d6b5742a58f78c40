package org.retrograde.models.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Immutable labelled rows: a matrix of features, {@code [rows, features]}, with one class a row, or
 * one number to predict.
 *
 * <p>Features are stored as {@code float}, which halves the memory and is what training in single
 * precision uses anyway. A {@linkplain #slice slice} shares the arrays of its origin and costs
 * nothing; every array handed out is a copy.
 */
public final class LabeledData {
  private final Table table;
  private final int first;
  private final int rows;

  private LabeledData(Table table, int first, int rows) {
    this.table = table;
    this.first = first;
    this.rows = rows;
  }

  /**
   * Makes a data set of arrays.
   *
   * @param inputs features, row-major {@code [rows * features]}, finite. Copied.
   * @param labels one label a row, in {@code [0, classes)}. Copied.
   * @param classes number of classes, at least 1
   * @return the data set, with no {@linkplain #sources sources}
   * @throws DataException if the arrays do not fit each other, or a value is out of range
   */
  public static LabeledData of(float[] inputs, int[] labels, int classes) {
    for (int i = 0; i < inputs.length; i++) {
      if (!Float.isFinite(inputs[i])) {
        throw new DataException("inputs must be finite, got " + inputs[i] + " at index " + i);
      }
    }
    return wrap(inputs.clone(), labels.clone(), classes, Origin.NONE);
  }

  /** As {@link #of}, but takes the arrays as they are; the caller gives them up. */
  static LabeledData wrap(float[] inputs, int[] labels, int classes, Map<String, String> sources) {
    return wrap(inputs, labels, classes, Origin.of(sources));
  }

  /** As {@link #of}, but takes the arrays as they are; the caller gives them up. */
  static LabeledData wrap(float[] inputs, int[] labels, int classes, Origin origin) {
    return wrap(inputs, new ClassLabels(labels, classes, List.of()), origin);
  }

  /**
   * Makes a data set of classes with names, and takes the arrays as they are: the caller gives them
   * up. A feature that is NaN is missing.
   *
   * @param inputs features, row-major {@code [rows * features]}
   * @param labels one label a row, an index of {@code names}
   * @param names of the classes
   * @throws DataException if the arrays do not fit each other, or a label is out of range
   */
  public static LabeledData ofNamed(
      float[] inputs, int[] labels, List<String> names, Origin origin) {
    return wrap(inputs, new ClassLabels(labels, names.size(), names), origin);
  }

  /**
   * Makes a data set of numbers to predict, and takes the arrays as they are: the caller gives them
   * up. A feature that is NaN is missing.
   *
   * @param inputs features, row-major {@code [rows * features]}
   * @param numbers one a row, finite
   * @throws DataException if the arrays do not fit each other
   */
  public static LabeledData ofNumbers(float[] inputs, float[] numbers, Origin origin) {
    return wrap(inputs, new TargetNumbers(numbers), origin);
  }

  private static LabeledData wrap(float[] inputs, Targets targets, Origin origin) {
    int rows = targets.rows();
    if (rows == 0 || inputs.length == 0 || inputs.length % rows != 0) {
      throw new DataException(
          "inputs must hold the same number of features, at least 1, for each row, got %d values for %d rows"
              .formatted(inputs.length, rows));
    }
    return new LabeledData(new Table(inputs, targets, origin, RowsAsRead.inOrder(rows)), 0, rows);
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the number of features of a row.
   *
   * @return at least 1
   */
  public int features() {
    return table.features;
  }

  /**
   * Returns the number of classes. Not every class need occur in these rows.
   *
   * @return at least 1, and 1 where targets are numbers
   */
  public int classes() {
    return table.targets.outputs();
  }

  /** Returns the names of the classes, by their numbers; empty where they have none. */
  public List<String> classNames() {
    return table.targets instanceof ClassLabels labels ? labels.names() : List.of();
  }

  /** Returns whether rows have numbers to predict, and no classes. */
  public boolean hasNumbers() {
    return table.targets instanceof TargetNumbers;
  }

  /**
   * Returns the numbers to predict.
   *
   * @return a copy, {@code [rows]}
   * @throws IllegalStateException if rows have classes
   */
  public float[] numbers() {
    if (table.targets instanceof TargetNumbers numbers) {
      return numbers.numbers(first, first + rows);
    }
    throw new IllegalStateException("rows have classes, and no numbers to predict");
  }

  /**
   * Returns where the rows come from.
   *
   * @return file name to the SHA-256 of that file, in the order the files were read; empty for rows
   *     made in memory
   */
  public Map<String, String> sources() {
    return table.origin.sources();
  }

  /** Returns what the numbers of a row are to each other. */
  public InputShape shape() {
    InputShape shape = table.origin.shape();
    return shape == null ? new InputShape.Features(features()) : shape;
  }

  /**
   * Returns the same rows with another meaning of their numbers.
   *
   * @throws DataException if it has another number of features
   */
  public LabeledData shaped(InputShape shape) {
    if (shape.features() != features()) {
      throw new DataException("rows of %d features have no shape %s".formatted(features(), shape));
    }
    Table shaped = new Table(table.inputs, table.targets, table.origin.shaped(shape), table.asRead);
    return new LabeledData(shaped, first, rows);
  }

  /** Returns the same rows with a sentence more about them. */
  public LabeledData remarked(String remark) {
    Table remarked =
        new Table(table.inputs, table.targets, table.origin.remarked(remark), table.asRead);
    return new LabeledData(remarked, first, rows);
  }

  /** Returns the names of the features, in order, as a header has them; empty without one. */
  public List<String> featureNames() {
    return table.origin.features().stream().map(Feature::name).toList();
  }

  /** Returns whether a feature is 1 for rows of one category and 0 for others. */
  boolean isIndicator(int feature) {
    List<Feature> features = table.origin.features();
    return !features.isEmpty() && features.get(feature).indicator();
  }

  /** Returns the vocabulary of the tokens that rows are; empty for rows of another kind. */
  public Optional<Vocabulary> vocabulary() {
    return Optional.ofNullable(table.origin.vocabulary());
  }

  /** Returns sentences about what the reader took the file for, such as its header. */
  public List<String> remarks() {
    return table.origin.remarks();
  }

  /**
   * Returns one label.
   *
   * @param row in {@code [0, rows)}
   * @return in {@code [0, classes)}
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws IllegalStateException if rows have numbers to predict
   */
  public int label(int row) {
    return classLabels().label(first + Objects.checkIndex(row, rows));
  }

  /**
   * Returns one feature of one row.
   *
   * @param row in {@code [0, rows)}
   * @param feature in {@code [0, features)}
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such row or feature
   */
  public float input(int row, int feature) {
    return table.inputs[start(row) + Objects.checkIndex(feature, features())];
  }

  /**
   * Copies the features of one row.
   *
   * @param row in {@code [0, rows)}
   * @param target where they go, at {@code [offset, offset + features)}. Modified.
   * @param offset index of the first feature in {@code target}
   * @throws IndexOutOfBoundsException if there is no such row or {@code target} is too short
   */
  public void copyRow(int row, float[] target, int offset) {
    System.arraycopy(table.inputs, start(row), target, offset, features());
  }

  /**
   * Copies the features of one row, widened to {@code double}.
   *
   * @param row in {@code [0, rows)}
   * @param target where they go, at {@code [offset, offset + features)}. Modified.
   * @param offset index of the first feature in {@code target}
   * @throws IndexOutOfBoundsException if there is no such row or {@code target} is too short
   */
  public void copyRow(int row, double[] target, int offset) {
    Objects.checkFromIndexSize(offset, features(), target.length);
    int start = start(row);
    for (int j = 0; j < features(); j++) {
      target[offset + j] = table.inputs[start + j];
    }
  }

  /**
   * Returns all features.
   *
   * @return a copy, row-major {@code [rows * features]}
   */
  public float[] inputs() {
    return Arrays.copyOfRange(table.inputs, start(0), start(0) + rows * features());
  }

  /**
   * Returns all labels.
   *
   * @return a copy, {@code [rows]}
   * @throws IllegalStateException if rows have numbers to predict
   */
  public int[] labels() {
    return classLabels().labels(first, first + rows);
  }

  private ClassLabels classLabels() {
    if (table.targets instanceof ClassLabels labels) {
      return labels;
    }
    throw new IllegalStateException("rows have numbers to predict, and no classes");
  }

  /**
   * Returns consecutive rows without copying them.
   *
   * @param from first row, in {@code [0, to)}
   * @param to one past the last row, at most {@code rows}
   * @return the rows {@code [from, to)}, same features and classes
   * @throws DataException if the range is empty or leaves the data
   */
  public LabeledData slice(int from, int to) {
    if (from < 0 || to <= from || to > rows) {
      throw new DataException(
          "rows [%d, %d) must be a range of at least one row within the %d there are"
              .formatted(from, to, rows));
    }
    return new LabeledData(table, first + from, to - from);
  }

  /**
   * Returns the same rows in a random order: a Fisher-Yates shuffle driven by Commons Math's {@link
   * Well19937c}, so the order depends on the seed and the number of rows alone.
   *
   * @param seed any number
   * @return a copy in another order
   */
  public LabeledData shuffled(long seed) {
    return picked(permutation(new Well19937c(seed), rows));
  }

  /**
   * Returns some of the rows in another order.
   *
   * @param order the rows, each in {@code [0, rows)}
   * @return a copy, {@code [order.length, features]}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public LabeledData picked(int[] order) {
    float[] inputs = new float[Math.multiplyExact(order.length, features())];
    int[] rowsOfTable = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      copyRow(order[i], inputs, i * features());
      rowsOfTable[i] = first + order[i];
    }
    return from(inputs, table.targets.picked(rowsOfTable), rowsOfTable);
  }

  /**
   * Returns the same rows with other labels.
   *
   * @param labels one for each row, in {@code [0, classes)}. Copied.
   * @return a copy
   * @throws DataException if they are not as many as the rows, or one is no class
   */
  public LabeledData withLabels(int[] labels) {
    if (labels.length != rows) {
      throw new DataException("%d rows need as many labels, got %d".formatted(rows, labels.length));
    }
    return from(
        inputs(),
        new ClassLabels(labels.clone(), classes(), List.of()),
        IntStream.range(first, first + rows).toArray());
  }

  /**
   * Returns the same rows with more classes, as when a test file holds a label that the training
   * file lacks; rows with numbers to predict stay as they are.
   *
   * @param classes more than the largest label of these rows
   * @return a copy of the container that shares the features
   * @throws DataException if a label does not fit
   */
  public LabeledData withClasses(int classes) {
    if (!(table.targets instanceof ClassLabels labels)) {
      return this;
    }
    Table wider = new Table(table.inputs, labels.withClasses(classes), table.origin, table.asRead);
    return new LabeledData(wider, first, rows);
  }

  /**
   * Returns the mean row, summed in double precision in row order, of what is not missing.
   *
   * @return {@code [features]}; 0 for a feature that all rows lack
   */
  public double[] meanInput() {
    int[] known = new int[features()];
    double[] sums = new double[features()];
    for (int i = 0; i < rows; i++) {
      int start = start(i);
      for (int j = 0; j < sums.length; j++) {
        float x = table.inputs[start + j];
        if (!Float.isNaN(x)) {
          sums[j] += x;
          known[j]++;
        }
      }
    }
    return over(sums, known);
  }

  /**
   * Returns the standard deviation of each feature, of what is not missing.
   *
   * @param mean of the features, as {@link #meanInput} returns it
   */
  double[] deviations(double[] mean) {
    int[] known = new int[features()];
    double[] squares = new double[mean.length];
    for (int i = 0; i < rows; i++) {
      int start = start(i);
      for (int j = 0; j < mean.length; j++) {
        float x = table.inputs[start + j];
        if (!Float.isNaN(x)) {
          double off = x - mean[j];
          squares[j] += off * off;
          known[j]++;
        }
      }
    }
    return Arrays.stream(over(squares, known)).map(Math::sqrt).toArray();
  }

  private static double[] over(double[] sums, int[] counts) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = counts[j] == 0 ? 0 : sums[j] / counts[j];
    }
    return sums;
  }

  /**
   * Maps the features of every row, in double precision, rounding the result to {@code float}. One
   * that is missing becomes 0, which the mean is mapped to.
   *
   * @return a new data set
   * @throws DataException if the map is of another number of features
   */
  public LabeledData mapped(FeatureMap map) {
    int features = features();
    if (!map.mean().isEmpty() && map.mean().size() != features) {
      throw new DataException(
          "the map must have " + features + " features, got " + map.mean().size());
    }
    double[] mean = IntStream.range(0, features).mapToDouble(map::mean).toArray();
    double[] scale = IntStream.range(0, features).mapToDouble(map::scale).toArray();
    float[] inputs = new float[rows * features];
    BitSet missing = new BitSet();
    for (int i = 0; i < rows; i++) {
      int start = start(i);
      for (int j = 0; j < features; j++) {
        float x = table.inputs[start + j];
        if (Float.isNaN(x)) {
          missing.set(i * features + j);
        } else {
          inputs[i * features + j] = (float) ((x - mean[j]) / scale[j]);
        }
      }
    }
    int[] own = IntStream.range(first, first + rows).toArray();
    RowsAsRead asRead = table.asRead.picked(own, features).lacking(missing);
    return new LabeledData(
        new Table(inputs, table.targets.picked(own), table.origin, asRead), 0, rows);
  }

  /** Makes a data set of rows of this table, with inputs and targets of their own. */
  private LabeledData from(float[] inputs, Targets targets, int[] rowsOfTable) {
    RowsAsRead asRead = table.asRead.picked(rowsOfTable, features());
    return new LabeledData(new Table(inputs, targets, table.origin, asRead), 0, targets.rows());
  }

  /** Returns the number of a row in the order in which rows were read, from 0. */
  public int place(int row) {
    return table.asRead.place(first + Objects.checkIndex(row, rows));
  }

  /** Returns whether a feature of a row was missing in the data, and is the mean here. */
  public boolean wasMissing(int row, int feature) {
    return table.asRead.wasMissing(start(row) + Objects.checkIndex(feature, features()));
  }

  /** Maps the numbers to predict; rows with classes stay as they are. */
  LabeledData targetsMapped(FeatureMap map) {
    return table.targets instanceof TargetNumbers numbers
        ? new LabeledData(
            new Table(table.inputs, numbers.mapped(map), table.origin, table.asRead), first, rows)
        : this;
  }

  /**
   * Computes a hash of the content, to tell whether two runs saw the same numbers: SHA-256 over
   * rows, features and classes (32-bit big-endian integers), then each row's features (the bits of
   * each {@code float}, big-endian) and label, or the bits of the number to predict. It takes about
   * a second per gigabyte and is not kept.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(12).putInt(rows).putInt(features()).putInt(classes()).flip());
    ByteBuffer row = ByteBuffer.allocate(4 * (features() + 1));
    for (int i = 0; i < rows; i++) {
      row.clear();
      row.asFloatBuffer().put(table.inputs, start(i), features());
      table.targets.put(first + i, row, 4 * features());
      digest.update(row);
    }
    return Sha256.hex(digest.digest());
  }

  @Override
  public String toString() {
    return "LabeledData[rows=%d, features=%d, classes=%d]".formatted(rows, features(), classes());
  }

  private int start(int row) {
    return (first + Objects.checkIndex(row, rows)) * table.features;
  }

  private static int[] permutation(RandomGenerator random, int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  /** The arrays that slices share. Never modified once it is made. */
  private static final class Table {
    private final float[] inputs;
    private final Targets targets;
    private final int features;
    private final Origin origin;
    private final RowsAsRead asRead;

    Table(float[] inputs, Targets targets, Origin origin, RowsAsRead asRead) {
      this.inputs = inputs;
      this.targets = targets;
      this.features = inputs.length / targets.rows();
      this.origin = origin;
      this.asRead = asRead;
    }
  }
}
