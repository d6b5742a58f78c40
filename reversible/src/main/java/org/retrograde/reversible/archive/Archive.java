package org.retrograde.reversible.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;
import org.retrograde.reversible.storage.DoubleStore;

/**
 * What a state is made of, one part after the other: written, or read back into its place. The same
 * calls do both, so that each class says once what its state is, and no list of what is written can
 * differ from one of what is read.
 *
 * <p>Values go in and come out, {@code step = archive.integer(step)}: where this writes, what comes
 * out is what went in. Arrays, vectors and collections are overwritten where this reads. Doubles
 * keep their bits.
 *
 * <p>Every method throws an {@link UncheckedIOException} where bytes cannot be written or read.
 */
public abstract sealed class Archive permits ArchiveWriter, ArchiveReader {

  private static final int CHUNK_BYTES = 1 << 16;

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  /** Puts some of the numbers of an array into a buffer, or gets them from there. */
  private interface Copy {

    void go(ByteBuffer chunk, int from, int count);
  }

  /** Returns whether what there is gets overwritten. */
  public abstract boolean reads();

  /** Writes the first bytes of an array, or reads them. */
  abstract void transfer(byte[] bytes, int count) throws IOException;

  private void array(int length, int bytes, Copy put, Copy get) {
    try {
      int most = CHUNK_BYTES / bytes;
      for (long from = 0; from < length; from += most) {
        int count = (int) Math.min(length - from, most);
        if (!reads()) {
          put.go(chunk.clear(), (int) from, count);
        }
        transfer(chunk.array(), count * bytes);
        if (reads()) {
          get.go(chunk.clear(), (int) from, count);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes all numbers of an array, whose length both sides know. */
  public void longs(long[] values) {
    array(
        values.length,
        Long.BYTES,
        (chunk, from, count) -> chunk.asLongBuffer().put(values, from, count),
        (chunk, from, count) -> chunk.asLongBuffer().get(values, from, count));
  }

  /** Takes all numbers of an array, whose length both sides know. */
  public void doubles(double[] values) {
    array(
        values.length,
        Double.BYTES,
        (chunk, from, count) -> chunk.asDoubleBuffer().put(values, from, count),
        (chunk, from, count) -> chunk.asDoubleBuffer().get(values, from, count));
  }

  private void shorts(short[] values) {
    array(
        values.length,
        Short.BYTES,
        (chunk, from, count) -> chunk.asShortBuffer().put(values, from, count),
        (chunk, from, count) -> chunk.asShortBuffer().get(values, from, count));
  }

  private void bytes(byte[] values) {
    array(
        values.length,
        Byte.BYTES,
        (chunk, from, count) -> chunk.put(values, from, count),
        (chunk, from, count) -> chunk.get(values, from, count));
  }

  /** Takes an integer. */
  public long integer(long value) {
    long[] one = {value};
    longs(one);
    return one[0];
  }

  /** Takes an integer. */
  public int integer(int value) {
    return Math.toIntExact(integer((long) value));
  }

  /** Takes a number. */
  public double number(double value) {
    return Double.longBitsToDouble(integer(Double.doubleToRawLongBits(value)));
  }

  /** Takes a truth. */
  public boolean flag(boolean value) {
    return integer(value ? 1L : 0L) != 0;
  }

  /** Takes a text. */
  public String text(String value) {
    byte[] written = value.getBytes(StandardCharsets.UTF_8);
    int length = integer(written.length);
    byte[] own = reads() ? new byte[length] : written;
    bytes(own);
    return new String(own, StandardCharsets.UTF_8);
  }

  /** Takes an array whose length may be another. */
  public double[] numbers(double[] values) {
    int length = integer(values.length);
    double[] own = reads() ? new double[length] : values;
    doubles(own);
    return own;
  }

  /** Takes numbers that follow one another. */
  public void numbers(DoubleStore store, int from, int to) {
    int most = CHUNK_BYTES / Double.BYTES;
    for (int start = from; start < to; start += Math.min(most, to - start)) {
      int count = Math.min(most, to - start);
      double[] some = reads() ? new double[count] : store.copyOfRange(start, count);
      doubles(some);
      for (int i = 0; reads() && i < count; i++) {
        store.set(start + i, some[i]);
      }
    }
  }

  /** Takes a vector, by way of the host. */
  public void vector(Lanes lanes) {
    long[] values = reads() ? new long[lanes.length()] : lanes.toArray();
    longs(values);
    if (reads()) {
      lanes.assign(values);
    }
  }

  /** Takes a vector, by way of the host. */
  public void vector(Words words) {
    short[] values = reads() ? new short[words.length()] : words.toArray();
    shorts(values);
    if (reads()) {
      words.assign(values);
    }
  }

  /** Takes a tensor, by way of the host. */
  public void tensor(Tensor tensor) {
    double[] values = reads() ? new double[tensor.size()] : tensor.toArray();
    doubles(values);
    if (reads()) {
      tensor.assign(values);
    }
  }

  /**
   * Takes things of one kind, as many as there are, in order.
   *
   * @param blank makes one to be read into
   * @param each takes one; returns it, or the one that stands in its place
   */
  public <E> void all(Collection<E> things, Supplier<E> blank, UnaryOperator<E> each) {
    int count = integer(things.size());
    Iterator<E> own = things.iterator();
    List<E> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(each.apply(reads() ? blank.get() : own.next()));
    }
    if (reads()) {
      things.clear();
      things.addAll(taken);
    }
  }
}
