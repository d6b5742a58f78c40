package org.retrograde.reversible.device.host;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/** Lanes in a {@code long[]}. */
final class HostLanes implements Lanes {

  final long[] data;

  HostLanes(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.data = new long[length];
  }

  @Override
  public int length() {
    return data.length;
  }

  @Override
  public void clear() {
    Spans.catchUp();
    Arrays.fill(data, 0);
  }

  @Override
  public void assign(Lanes source) {
    assign(sameLength(source));
  }

  @Override
  public void assign(long[] values) {
    requireLength(values.length);
    Spans.catchUp();
    System.arraycopy(values, 0, data, 0, data.length);
  }

  @Override
  public long[] toArray() {
    Spans.catchUp();
    return data.clone();
  }

  @Override
  public boolean contentEquals(Lanes other) {
    long[] others = sameLength(other);
    Spans.catchUp();
    return Arrays.equals(data, others);
  }

  @Override
  public void addTruncated(double scale, Lanes other) {
    long[] source = sameLength(other);
    Spans.forEach(data.length, span -> addProducts(span, multiples(scale, source)));
  }

  @Override
  public void addTruncated(double scale, Tensor other) {
    HostTensor source = sameSize(other);
    Spans.forEach(data.length, span -> addProducts(span, multiples(scale, source)));
  }

  @Override
  public void addTruncatedSquare(double scale, Tensor other) {
    HostTensor source = sameSize(other);
    Spans.forEach(
        data.length,
        span ->
            addProducts(span, (tile, products) -> source.multiplySquares(scale, tile, products)));
  }

  @Override
  public void decay(long numerator, int bits, Lanes heads) {
    long[] digits = sameLength(heads);
    Digits by = Digits.of(numerator, bits);
    Spans.forEach(data.length, span -> kernels().decay(data, digits, by, span));
  }

  @Override
  public void undecay(long numerator, int bits, Lanes heads) {
    long[] digits = sameLength(heads);
    Digits by = Digits.of(numerator, bits);
    Spans.forEach(data.length, span -> kernels().undecay(data, digits, by, span));
  }

  @Override
  public void decayAndAdd(long numerator, int bits, Lanes heads, double scale, Tensor other) {
    long[] digits = sameLength(heads);
    HostTensor source = sameSize(other);
    Digits by = Digits.of(numerator, bits);
    Spans.forEach(
        data.length,
        span -> {
          kernels().decay(data, digits, by, span);
          addProducts(span, multiples(scale, source));
        });
  }

  @Override
  public void addAndUndecay(long numerator, int bits, Lanes heads, double scale, Tensor other) {
    long[] digits = sameLength(heads);
    HostTensor source = sameSize(other);
    Digits by = Digits.of(numerator, bits);
    Spans.forEach(
        data.length,
        span -> {
          addProducts(span, multiples(scale, source));
          kernels().undecay(data, digits, by, span);
        });
  }

  @Override
  public void addAndRound(double scale, Lanes other, int fractionBits, Tensor rounded) {
    long[] source = sameLength(other);
    HostTensor target = sameSize(rounded);
    double unit = Math.scalb(1d, -fractionBits);
    Spans.forEach(
        data.length,
        span -> {
          addProducts(span, multiples(scale, source));
          target.round(unit, data, span);
        });
  }

  void roundTo(HostTensor target, double unit) {
    Spans.forEach(data.length, span -> target.round(unit, data, span));
  }

  /** Writes products of the elements of a span. */
  private interface Products {
    void write(Span span, double[] products);
  }

  private Products multiples(double scale, long[] source) {
    return (span, products) -> kernels().multiply(scale, source, span, products);
  }

  private static Products multiples(double scale, HostTensor source) {
    return (span, products) -> source.multiply(scale, span, products);
  }

  /** The one conversion from real to fixed: truncated toward zero, and tested. */
  private void addProducts(Span span, Products source) {
    double[] products = Spans.scratch();
    source.write(span, products);
    if (!kernels().addTruncated(data, products, span)) {
      requireFit(products, span);
    }
  }

  /** Finds the first sum that has wrapped around, if any. */
  private void requireFit(double[] products, Span span) {
    for (int i = span.from(); i < span.to(); i++) {
      double product = products[i - span.from()];
      if (!(Math.abs(product) < RANGE)) {
        throw new LaneRangeException(this, i, product);
      }
      double sum = (data[i] - (long) product) + product;
      if (!(Math.abs(sum) < RANGE)) {
        throw new LaneRangeException(this, i, sum);
      }
    }
  }

  private LaneKernels kernels() {
    return Kernels.forLength(data.length);
  }

  @Override
  public void spill(Words words) {
    short[] low = wordsOf(words);
    Spans.catchUp();
    for (int i = 0; i < data.length; i++) {
      low[i] = (short) data[i];
      data[i] >>= Short.SIZE;
    }
  }

  @Override
  public void unspill(Words words) {
    short[] low = wordsOf(words);
    Spans.catchUp();
    for (int i = 0; i < data.length; i++) {
      data[i] = (data[i] << Short.SIZE) | (low[i] & 0xFFFFL);
    }
  }

  private short[] wordsOf(Words words) {
    requireLength(words.length());
    return ((HostWords) words).data;
  }

  @Override
  public int countBelow(long bound) {
    Spans.catchUp();
    int count = 0;
    for (long lane : data) {
      count += lane < bound ? 1 : 0;
    }
    return count;
  }

  @Override
  public Scalar dot(Tensor other) {
    HostTensor source = sameSize(other);
    return Spans.sum(
        data.length,
        span -> {
          double[] products = Spans.scratch();
          kernels().multiply(1, data, span, products);
          return source.dot(products, 0, span);
        });
  }

  @Override
  public long hash() {
    LongAdder hash = new LongAdder(); // of terms that wrap around, in any order
    Spans.forEach(data.length, span -> hash.add(kernels().hash(data, span)));
    Spans.catchUp();
    return hash.sum();
  }

  private long[] sameLength(Lanes other) {
    requireLength(other.length());
    return ((HostLanes) other).data;
  }

  private HostTensor sameSize(Tensor other) {
    requireLength(other.size());
    return (HostTensor) other;
  }

  private void requireLength(int length) {
    if (length != data.length) {
      throw new IllegalArgumentException(
          "lengths differ: %d lanes and %d elements".formatted(data.length, length));
    }
  }
}
