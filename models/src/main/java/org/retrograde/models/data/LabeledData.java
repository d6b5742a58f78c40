package org.retrograde.models.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Immutable labelled rows: a matrix of features, {@code [rows, features]}, with one integer label a
 * row.
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
    if (labels.length == 0 || inputs.length == 0 || inputs.length % labels.length != 0) {
      throw new DataException(
          "inputs must hold the same number of features, at least 1, for each row, got %d values for %d rows"
              .formatted(inputs.length, labels.length));
    }
    requireLabels(labels, classes);
    return new LabeledData(new Table(inputs, labels, classes, origin), 0, labels.length);
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
   * @return at least 1
   */
  public int classes() {
    return table.classes;
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
    Table shaped = new Table(table.inputs, table.labels, table.classes, table.origin.shaped(shape));
    return new LabeledData(shaped, first, rows);
  }

  /** Returns the names of the features, in order, as a header has them; empty without one. */
  public List<String> featureNames() {
    return table.origin.features();
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
   */
  public int label(int row) {
    return table.labels[first + Objects.checkIndex(row, rows)];
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
   */
  public int[] labels() {
    return Arrays.copyOfRange(table.labels, first, first + rows);
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
    int[] order = permutation(new Well19937c(seed), rows);
    float[] inputs = new float[rows * features()];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      copyRow(order[i], inputs, i * features());
      labels[i] = label(order[i]);
    }
    return wrap(inputs, labels, classes(), table.origin);
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
    return wrap(inputs(), labels.clone(), classes(), table.origin);
  }

  /**
   * Returns the same rows with more classes, as when a test file holds a label that the training
   * file lacks.
   *
   * @param classes more than the largest label of these rows
   * @return a copy of the container that shares the features
   * @throws DataException if a label does not fit
   */
  public LabeledData withClasses(int classes) {
    requireLabels(labels(), classes);
    return new LabeledData(
        new Table(table.inputs, table.labels, classes, table.origin), first, rows);
  }

  /**
   * Returns the mean row, summed in double precision in row order.
   *
   * @return {@code [features]}
   */
  public double[] meanInput() {
    double[] mean = new double[features()];
    for (int i = 0; i < rows; i++) {
      int start = start(i);
      for (int j = 0; j < mean.length; j++) {
        mean[j] += table.inputs[start + j];
      }
    }
    for (int j = 0; j < mean.length; j++) {
      mean[j] /= rows;
    }
    return mean;
  }

  /**
   * Returns the standard deviation of each feature.
   *
   * @param mean of the features, as {@link #meanInput} returns it
   */
  double[] deviations(double[] mean) {
    double[] squares = new double[mean.length];
    for (int i = 0; i < rows; i++) {
      int start = start(i);
      for (int j = 0; j < mean.length; j++) {
        double off = table.inputs[start + j] - mean[j];
        squares[j] += off * off;
      }
    }
    return Arrays.stream(squares).map(sum -> Math.sqrt(sum / rows)).toArray();
  }

  /**
   * Maps the features of every row, in double precision, rounding the result to {@code float}.
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
    for (int i = 0; i < rows; i++) {
      int start = start(i);
      for (int j = 0; j < features; j++) {
        inputs[i * features + j] = (float) ((table.inputs[start + j] - mean[j]) / scale[j]);
      }
    }
    return wrap(inputs, labels(), classes(), table.origin);
  }

  /**
   * Computes a hash of the content, to tell whether two runs saw the same numbers: SHA-256 over
   * rows, features and classes (32-bit big-endian integers), then each row's features (the bits of
   * each {@code float}, big-endian) and label. It takes about a second per gigabyte and is not
   * kept.
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
      row.putInt(4 * features(), label(i));
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

  private static void requireLabels(int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DataException(
            "labels must be in [0, %d), got %d in row %d".formatted(classes, labels[i], i));
      }
    }
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
    private final int[] labels;
    private final int features;
    private final int classes;
    private final Origin origin;

    Table(float[] inputs, int[] labels, int classes, Origin origin) {
      this.inputs = inputs;
      this.labels = labels;
      this.features = inputs.length / labels.length;
      this.classes = classes;
      this.origin = origin;
    }
  }
}
