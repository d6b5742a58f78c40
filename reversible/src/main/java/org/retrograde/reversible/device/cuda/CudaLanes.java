package org.retrograde.reversible.device.cuda;

import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/** Lanes on the card. */
final class CudaLanes implements Lanes, OnCard {

  private final CudaQueues queues;
  private final CudaArray array;
  private final int length;

  CudaLanes(CudaQueues queues, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.queues = queues;
    this.length = length;
    this.array = queues.zeros((long) Long.BYTES * length, false);
  }

  @Override
  public CudaArray array() {
    return array;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void clear() {
    put(call(Operations.CLEAR));
  }

  @Override
  public void assign(Lanes source) {
    put(call(Operations.COPY).with(sameLength(source)));
  }

  @Override
  public void assign(long[] values) {
    requireLength(values.length);
    queues.own().upload(array, length, Long.BYTES, (to, at, count) -> to.put(0, values, at, count));
  }

  @Override
  public long[] toArray() {
    long[] copy = new long[length];
    queues
        .own()
        .download(array, length, Long.BYTES, (from, at, count) -> from.get(0, copy, at, count));
    return copy;
  }

  @Override
  public boolean contentEquals(Lanes other) {
    return count(call(Operations.COUNT_DIFFERENCE).with(sameLength(other))) == 0;
  }

  @Override
  public void addTruncated(double scale, Lanes other) {
    put(call(Operations.ADD_LANES).with(scale).with(sameLength(other)).reporting(this));
  }

  @Override
  public void addTruncated(double scale, Tensor other) {
    CudaTensor source = sameSize(other);
    put(call(Operations.ADD, source).with(scale).with(source.array()).reporting(this));
  }

  @Override
  public void addTruncatedSquare(double scale, Tensor other) {
    CudaTensor source = sameSize(other);
    put(call(Operations.ADD_SQUARE, source).with(scale).with(source.array()).reporting(this));
  }

  @Override
  public void decay(long numerator, int bits, Lanes heads) {
    put(exchange(Operations.DECAY, numerator, bits, heads));
  }

  @Override
  public void undecay(long numerator, int bits, Lanes heads) {
    put(exchange(Operations.UNDECAY, numerator, bits, heads));
  }

  private Call exchange(Operation operation, long numerator, int bits, Lanes heads) {
    return call(operation)
        .with(sameLength(heads))
        .with(numerator, Long.divideUnsigned(-1L, numerator), bits);
  }

  @Override
  public void spill(Words words) {
    requireLength(words.length());
    put(call(Operations.SPILL).with(((CudaWords) words).toOverwrite()));
  }

  @Override
  public void unspill(Words words) {
    requireLength(words.length());
    put(call(Operations.UNSPILL).with(((CudaWords) words).toRead()));
  }

  @Override
  public int countBelow(long bound) {
    return Math.toIntExact(count(call(Operations.COUNT_BELOW).with(bound)));
  }

  @Override
  public Scalar dot(Tensor other) {
    CudaTensor source = sameSize(other);
    return queues.own().putSum(call(Operations.DOT_LANES, source).with(source.array()));
  }

  @Override
  public long hash() {
    return count(call(Operations.HASH));
  }

  private Call call(Operation operation) {
    return new Call(operation, length, 0).with(array);
  }

  private Call call(Operation[] forms, CudaTensor other) {
    return call(Operations.of(forms, other.precision()));
  }

  private void put(Call call) {
    queues.own().put(call);
  }

  private long count(Call call) {
    return queues.own().putCount(call);
  }

  private CudaArray sameLength(Lanes other) {
    requireLength(other.length());
    return ((CudaLanes) other).array;
  }

  private CudaTensor sameSize(Tensor other) {
    requireLength(other.size());
    return (CudaTensor) other;
  }

  private void requireLength(int other) {
    if (other != length) {
      throw new IllegalArgumentException(
          "lengths differ: %d lanes and %d elements".formatted(length, other));
    }
  }
}
