package org.retrograde.reversible.device.nd4j;

import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The way between Java's memory and ND4J's: the only class here that makes ND4J arrays from Java's
 * or reads their elements, so that what it counts is all there is.
 *
 * <p>Single numbers, such as factors and sums, go past the counter.
 */
final class Nd4jMemory {

  private static final int PART = 1 << 16;

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong transfers = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Makes a vector of zeros that counts in {@link #bytes} until it has been collected, which is
   * when ND4J gives its memory back.
   */
  INDArray vector(DataType type, long length) {
    INDArray vector = Nd4j.create(type, length);
    CLEANER.register(vector, counted(bytes, length * type.width()));
    return vector;
  }

  /** Counts now, and the other way when it runs; it knows nothing of what is counted. */
  private static Runnable counted(AtomicLong sum, long size) {
    sum.addAndGet(size);
    return () -> sum.addAndGet(-size);
  }

  /** Returns the bytes of the vectors that are in use or not collected yet. */
  long bytes() {
    return bytes.get();
  }

  /** Returns how many arrays went either way so far. */
  long transfers() {
    return transfers.get();
  }

  INDArray upload(double[] values) {
    return counted(Nd4j.createFromArray(values));
  }

  INDArray upload(float[] values) {
    return counted(Nd4j.createFromArray(values));
  }

  INDArray upload(long[] values) {
    return counted(Nd4j.createFromArray(values));
  }

  INDArray upload(int[] values) {
    return counted(Nd4j.createFromArray(values));
  }

  /** Fills a vector from a source, in parts. */
  void upload(DoubleSupplier source, INDArray vector) {
    for (long at = 0; at < vector.length(); at += PART) {
      double[] part = new double[(int) Math.min(PART, vector.length() - at)];
      Arrays.setAll(part, i -> source.getAsDouble());
      vector.get(NDArrayIndex.interval(at, at + part.length)).assign(upload(part));
    }
  }

  double[] downloadDoubles(INDArray vector) {
    return counted(vector).toDoubleVector();
  }

  long[] downloadLongs(INDArray vector) {
    return counted(vector).toLongVector();
  }

  int[] downloadInts(INDArray vector) {
    return counted(vector).toIntVector();
  }

  private INDArray counted(INDArray array) {
    transfers.incrementAndGet();
    return array;
  }

  /** Returns the element of an array of one. */
  static long onlyLong(INDArray scalar) {
    if (scalar.length() != 1) {
      throw new IllegalArgumentException("expected 1 element, got " + scalar.length());
    }
    return scalar.getLong(0);
  }

  /** Returns another view of the elements of a vector; no copy. */
  static INDArray view(INDArray vector, long[] shape, long[] strides, char order) {
    return Nd4j.create(vector.data(), shape, strides, 0, order);
  }

  /** Returns a view of some of the elements of a vector, from one of them on; no copy. */
  static INDArray view(INDArray vector, long first, long[] shape, long[] strides) {
    return Nd4j.create(vector.data(), shape, strides, first, 'c');
  }
}
