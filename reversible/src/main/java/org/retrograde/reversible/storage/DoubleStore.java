package org.retrograde.reversible.storage;

import java.nio.DoubleBuffer;
import java.nio.file.Path;

/**
 * An array of doubles, zeros at first: on the heap up to 64 KiB, else in a file that is mapped into
 * memory, so that the heap of a run does not grow with its steps.
 *
 * <p>The file is made in the folder for temporary files, see {@link UnseenFile}. The system keeps
 * of it in memory what is in use, and writes to disk what it has no room for, if the folder is on
 * one. What is stored comes back to the bit. Threads may read at once.
 */
public final class DoubleStore {

  /** The most that fit one array. */
  public static final int MOST = Integer.MAX_VALUE / Double.BYTES;

  private static final int HEAP_BYTES = 1 << 16;

  private final DoubleBuffer numbers;

  /**
   * Makes an array of zeros.
   *
   * @param length in [0, {@link #MOST}]
   * @throws java.io.UncheckedIOException if it needs a file and there is no room for one; says
   *     where, and what to do
   */
  public DoubleStore(long length) {
    this(length, HEAP_BYTES, Path.of(System.getProperty("java.io.tmpdir")));
  }

  DoubleStore(long length, int heapBytes, Path folder) {
    if (length < 0 || length > MOST) {
      throw new IllegalArgumentException(
          "the number of doubles must be in [0, %d], got %d".formatted(MOST, length));
    }
    int count = (int) length;
    int bytes = count * Double.BYTES;
    this.numbers =
        bytes <= heapBytes
            ? DoubleBuffer.allocate(count)
            : MappedMemory.of(this, bytes, folder).asDoubleBuffer();
  }

  /**
   * Returns the bytes of all arrays of this process that are in files. Those that nobody can reach
   * any more count until the collector has looked.
   */
  public static long bytesInFiles() {
    return MappedMemory.inUse();
  }

  /**
   * Returns the bytes that an array of so many doubles has in a file; 0 where it is on the heap.
   */
  public static long bytesInFile(long length) {
    long bytes = Double.BYTES * length;
    return bytes <= HEAP_BYTES ? 0 : bytes;
  }

  /** Returns the number of doubles. */
  public int length() {
    return numbers.capacity();
  }

  /** Returns one number. */
  public double get(int index) {
    return numbers.get(index);
  }

  /** Sets one number. */
  public void set(int index, double value) {
    numbers.put(index, value);
  }

  /** Sets all numbers; returns this. */
  public DoubleStore fill(double value) {
    for (int i = 0; i < length(); i++) {
      set(i, value);
    }
    return this;
  }

  /** Returns a copy of some numbers that follow one another. */
  public double[] copyOfRange(int from, int length) {
    double[] copy = new double[length];
    numbers.get(from, copy);
    return copy;
  }
}
