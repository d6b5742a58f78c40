package org.retrograde.models.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One parsed IDX file of unsigned bytes: two zero bytes, the type (8), the number of dimensions,
 * each dimension as a 32-bit big-endian integer, then the values in row-major order. Offsets in
 * messages count bytes after decompression.
 */
final class IdxArray {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAGIC_BYTES = 4;

  private final byte[] content;
  private final int[] shape;

  private IdxArray(byte[] content, int[] shape) {
    this.content = content;
    this.shape = shape;
  }

  /**
   * Parses a file.
   *
   * @throws DataException if it is not exactly one array of unsigned bytes
   */
  static IdxArray parse(DataFile file) {
    byte[] content = file.content();
    requireMagic(file, content);
    int dimensions = content[3];
    int header = MAGIC_BYTES + Integer.BYTES * dimensions;
    if (content.length < header) {
      throw new DataException(
          "%s: truncated: the header needs %d bytes, got %d"
              .formatted(file.name(), header, content.length));
    }
    int[] shape = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      int offset = MAGIC_BYTES + Integer.BYTES * i;
      shape[i] = ByteBuffer.wrap(content).getInt(offset);
      if (shape[i] < 1 || size(shape, i + 1) > Integer.MAX_VALUE) {
        throw new DataException(
            "%s: the count at offset %d must be at least 1, and at most %d values in all, got %d"
                .formatted(file.name(), offset, Integer.MAX_VALUE, shape[i]));
      }
    }
    requireLength(file, content.length, header, shape);
    return new IdxArray(content, shape);
  }

  /** Returns the number of dimensions, at least 1. */
  int dimensions() {
    return shape.length;
  }

  /** Returns the first dimension. */
  int rows() {
    return shape[0];
  }

  /** Returns a dimension, counted from 0. */
  int length(int dimension) {
    return shape[dimension];
  }

  /** Returns the number of values. */
  int size() {
    return content.length - header();
  }

  /** Returns value {@code i} in row-major order, in [0, 255]. */
  int get(int i) {
    return Byte.toUnsignedInt(content[header() + i]);
  }

  private int header() {
    return MAGIC_BYTES + Integer.BYTES * shape.length;
  }

  private static long size(int[] shape, int dimensions) {
    long size = 1;
    for (int i = 0; i < dimensions; i++) {
      size *= shape[i];
    }
    return size;
  }

  private static void requireMagic(DataFile file, byte[] content) {
    boolean idx =
        content.length >= MAGIC_BYTES
            && content[0] == 0
            && content[1] == 0
            && content[2] == UNSIGNED_BYTE
            && content[3] >= 1;
    if (!idx) {
      byte[] start = Arrays.copyOf(content, Math.min(MAGIC_BYTES, content.length));
      throw new DataException(
          "%s: not an IDX file of unsigned bytes: expected 00 00 08 and the number of dimensions at offset 0, got %s"
              .formatted(
                  file.name(),
                  start.length == 0 ? "nothing" : HexFormat.ofDelimiter(" ").formatHex(start)));
    }
  }

  private static void requireLength(DataFile file, int length, int header, int[] shape) {
    long expected = header + size(shape, shape.length);
    if (length < expected) {
      throw new DataException(
          "%s: truncated at offset %d: shape %s needs %d bytes, got %d"
              .formatted(file.name(), length, Arrays.toString(shape), expected, length));
    }
    if (length > expected) {
      throw new DataException(
          "%s: %d trailing bytes at offset %d: shape %s needs %d bytes, got %d"
              .formatted(
                  file.name(),
                  length - expected,
                  expected,
                  Arrays.toString(shape),
                  expected,
                  length));
    }
  }
}
