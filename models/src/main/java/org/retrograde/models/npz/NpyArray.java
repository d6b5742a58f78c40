package org.retrograde.models.npz;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.retrograde.models.data.DataException;

/**
 * One array: a line that says what it is, then its values, which are read once.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The
 *     format</a>
 */
final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern COLUMNS = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int BUFFER = 1 << 16;

  private final String place;
  private final InputStream values;
  private final NpyType type;
  private final int[] shape;
  private final boolean columnsFirst;

  private NpyArray(
      String place, InputStream values, NpyType type, int[] shape, boolean columnsFirst) {
    this.place = place;
    this.values = values;
    this.type = type;
    this.shape = shape;
    this.columnsFirst = columnsFirst;
  }

  /** Returns whether a file begins as one array does. */
  static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads what an array is.
   *
   * @param place for messages
   * @param in where it begins; left at its values
   * @param length bytes that there are, negative if that is not known
   * @throws IOException if it cannot be read
   * @throws DataException if it is no array, or one of something else than numbers or texts
   */
  static NpyArray open(String place, InputStream in, long length) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (!recognises(data.readNBytes(MAGIC.length))) {
      throw new DataException(place + " is no NumPy array");
    }
    int version = data.readUnsignedByte();
    data.readUnsignedByte();
    int first = data.readUnsignedByte() | (data.readUnsignedByte() << 8);
    int more = version == 1 ? 0 : data.readUnsignedByte() | (data.readUnsignedByte() << 8);
    if (more != 0 || first > LONGEST_HEADER) {
      throw new DataException(place + " says too much about itself to be an array of numbers");
    }
    byte[] line = new byte[first];
    data.readFully(line);
    String header = new String(line, StandardCharsets.UTF_8);
    NpyType type = type(place, header);
    int[] shape = shape(place, header);
    Matcher columns = COLUMNS.matcher(header);
    long bytes = size(place, shape) * type.size();
    long held = length - MAGIC.length - 4 - (version == 1 ? 0 : 2) - first;
    if (length >= 0 && held != bytes) {
      throw new DataException(
          "%s is damaged: values of %s take %d bytes, got %d"
              .formatted(place, inWords(shape), bytes, held));
    }
    return new NpyArray(place, in, type, shape, columns.find() && columns.group(1).equals("True"));
  }

  private static NpyType type(String place, String header) {
    Matcher type = TYPE.matcher(header);
    String described = type.find() ? type.group(1) : "a record";
    if (described.endsWith("O")) {
      throw new DataException(
          place
              + " holds Python objects, which are pickled, and pickles are not read, for they may"
              + " run code; save it as an array of numbers or of texts");
    }
    return NpyType.of(described)
        .orElseThrow(
            () ->
                new DataException(
                    "%s is of type %s; save it as numbers or texts".formatted(place, described)));
  }

  private static int[] shape(String place, String header) {
    Matcher shape = SHAPE.matcher(header);
    if (!shape.find()) {
      throw new DataException(place + " says no shape of itself");
    }
    try {
      return Arrays.stream(shape.group(1).split(","))
          .map(String::strip)
          .filter(number -> !number.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new DataException(place + " is too large: its shape is " + shape.group(1), e);
    }
  }

  private static long size(String place, int[] shape) {
    long size = 1;
    for (int length : shape) {
      size *= length;
      if (length == 0 || size > Integer.MAX_VALUE) {
        throw new DataException(
            "%s has shape %s; expected at least one value and at most %d"
                .formatted(place, inWords(shape), Integer.MAX_VALUE));
      }
    }
    return size;
  }

  private static String inWords(int[] shape) {
    return Arrays.toString(shape).replace(", ", " x ");
  }

  /** Returns its file and name, for messages. */
  String place() {
    return place;
  }

  String shapeInWords() {
    return inWords(shape);
  }

  NpyType type() {
    return type;
  }

  int dimensions() {
    return shape.length;
  }

  int length(int dimension) {
    return shape[dimension];
  }

  int size() {
    return (int) size(place, shape);
  }

  /**
   * Reads all numbers, in row-major order.
   *
   * @param divisor of each
   * @throws IOException if they are not all there
   * @throws DataException if one is not finite, in single precision
   */
  float[] floats(float divisor) throws IOException {
    float[] numbers = new float[size()];
    each(
        (from, at) -> {
          float value = (float) type.number(from);
          if (!Float.isFinite(value)) {
            throw new DataException(
                "%s: a number must be finite and fit a float, got %s in row %d, counted from 0"
                    .formatted(place, value, at / (numbers.length / shape[0])));
          }
          numbers[at] = value / divisor;
        });
    return numbers;
  }

  /** Reads all numbers, in row-major order. */
  double[] doubles() throws IOException {
    double[] numbers = new double[size()];
    each((from, at) -> numbers[at] = type.number(from));
    return numbers;
  }

  /** Reads all texts, in row-major order. */
  String[] texts() throws IOException {
    String[] texts = new String[size()];
    each((from, at) -> texts[at] = type.text(from));
    return texts;
  }

  /** Hands on each value with its index in row-major order. */
  private void each(ObjIntConsumer<ByteBuffer> reader) throws IOException {
    int size = size();
    int most = Math.max(1, BUFFER / type.size());
    byte[] bytes = new byte[most * type.size()];
    int[] index = new int[shape.length];
    int at = 0;
    for (int done = 0; done < size; done += most) {
      int count = Math.min(most, size - done);
      int length = count * type.size();
      if (values.readNBytes(bytes, 0, length) < length) {
        throw new EOFException("it ends early");
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length).order(type.order());
      for (int i = 0; i < count; i++) {
        reader.accept(buffer, at);
        at = columnsFirst ? nextOfColumn(index, at, size) : at + 1;
      }
    }
  }

  /** Counts an index up, its first part first, and moves the place in row-major order with it. */
  private int nextOfColumn(int[] index, int at, int size) {
    int stride = size;
    int next = at;
    for (int d = 0; d < index.length; d++) {
      stride /= shape[d];
      next += stride;
      if (++index[d] < shape[d]) {
        return next;
      }
      next -= stride * shape[d];
      index[d] = 0;
    }
    return next;
  }
}
