package org.retrograde.reversible.device;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** The numbers of a buffer of bytes, which another process may share. */
public final class HostMemory {

  private HostMemory() {}

  /** Returns all of a buffer as numbers of single precision, in its byte order. */
  public static FloatBuffer floats(ByteBuffer bytes) {
    return whole(bytes).asFloatBuffer();
  }

  /** Returns all of a buffer as numbers of double precision, in its byte order. */
  public static DoubleBuffer doubles(ByteBuffer bytes) {
    return whole(bytes).asDoubleBuffer();
  }

  private static ByteBuffer whole(ByteBuffer bytes) {
    return bytes.duplicate().order(bytes.order()).clear();
  }

  /**
   * Requires a buffer to be of some numbers.
   *
   * @param precision of a number
   * @param count how many
   * @throws IllegalArgumentException if it is not
   */
  public static void require(ByteBuffer bytes, Precision precision, int count) {
    long needed = (long) precision.bytes() * count;
    if (bytes.capacity() != needed) {
      throw new IllegalArgumentException(
          "%d numbers of %s need %d bytes, the buffer has %d"
              .formatted(count, precision.word(), needed, bytes.capacity()));
    }
  }
}
