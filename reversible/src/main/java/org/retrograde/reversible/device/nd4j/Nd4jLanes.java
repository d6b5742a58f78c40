package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.CountNonZero;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/**
 * Lanes in a vector of ND4J's 64-bit integers.
 *
 * <p>A decay is 11 operations and its undoing 15, 1 to 2 ns a lane each and 10 or more for the
 * division, on top of about 10 us a call: for the host device, a loop of the JIT does the same in
 * one.
 */
final class Nd4jLanes implements Lanes, Nd4jArray {

  private static final int SIGN_BIT = 63;

  private final Nd4jStore store;
  private final INDArray array;

  Nd4jLanes(Nd4jStore store, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, got " + length);
    }
    this.store = store;
    this.array = store.memory().vector(DataType.INT64, length);
  }

  @Override
  public INDArray array() {
    return array;
  }

  @Override
  public int length() {
    return (int) array.length();
  }

  @Override
  public void clear() {
    array.assign(0L);
  }

  @Override
  public void assign(Lanes source) {
    array.assign(sameLength(source));
  }

  @Override
  public void assign(long[] values) {
    requireLength(values.length);
    array.assign(store.memory().upload(values));
  }

  @Override
  public long[] toArray() {
    return store.memory().downloadLongs(array);
  }

  @Override
  public boolean contentEquals(Lanes other) {
    INDArray difference = longs(0);
    array.subi(sameLength(other), difference); // wraps: zero only where both are equal
    return Nd4jMemory.onlyLong(Nd4j.getExecutioner().exec(new CountNonZero(difference))) == 0;
  }

  @Override
  public void addTruncated(double scale, Lanes other) {
    INDArray product = doubles(0);
    product.assign(sameLength(other)).muli(scale);
    addTruncated(product);
  }

  @Override
  public void addTruncated(double scale, Tensor other) {
    requireLength(other.size());
    INDArray product = doubles(0);
    product.assign(((Nd4jTensor) other).flat()).muli(scale);
    addTruncated(product);
  }

  @Override
  public void addTruncatedSquare(double scale, Tensor other) {
    requireLength(other.size());
    INDArray product = doubles(0);
    product.assign(((Nd4jTensor) other).flat());
    addTruncated(product.muli(product).muli(scale));
  }

  /** Both tests come before any cast, so a failure leaves the lanes as they were. */
  private void addTruncated(INDArray product) {
    INDArray sum = doubles(1);
    sum.assign(array).addi(product);
    if (!isInRange(product) || !isInRange(sum)) {
      throw firstFault(
          store.memory().downloadLongs(array), store.memory().downloadDoubles(product));
    }
    INDArray truncated = longs(0);
    truncated.assign(product); // the conversion to an integer truncates toward zero
    array.addi(truncated);
  }

  /**
   * Whether all magnitudes are below {@link Lanes#RANGE}; false for NaN. Exact: a sum of squares
   * below 2^124 means that none exceeds 2^62, at a fraction of what a reduction to the largest
   * costs; above it, the largest decides, which can be trusted once NaN and infinity are ruled out.
   */
  private static boolean isInRange(INDArray values) {
    double squares = Nd4j.getBlasWrapper().dot(values, values);
    return squares < 0x1p124
        || (Double.isFinite(squares) && values.amaxNumber().doubleValue() < RANGE);
  }

  private LaneRangeException firstFault(long[] lanes, double[] products) {
    for (int i = 0; i < lanes.length; i++) {
      double product = products[i];
      if (!(Math.abs(product) < RANGE)) {
        return new LaneRangeException(this, i, product);
      }
      if (!(Math.abs(lanes[i] + product) < RANGE)) {
        return new LaneRangeException(this, i, lanes[i] + product);
      }
    }
    throw new IllegalStateException("the range test failed but every lane passes it");
  }

  @Override
  public void decay(long numerator, int bits, Lanes heads) {
    INDArray head = sameLength(heads);
    INDArray whole = longs(0);
    INDArray quotient = longs(1);
    splitDigit(array, bits, whole, quotient);
    head.muli(1L << bits).addi(array);
    divide(head, numerator, quotient);
    quotient.muli(numerator, array);
    head.subi(array, array);
    array.addi(whole.muli(numerator));
    head.assign(quotient);
  }

  @Override
  public void undecay(long numerator, int bits, Lanes heads) {
    INDArray head = sameLength(heads);
    INDArray quotient = longs(0);
    INDArray scratch = longs(1);
    divide(array, numerator, quotient);
    array.subi(quotient.muli(numerator, scratch));
    // The quotient was truncated: where the remainder is negative, the floor is one less.
    shiftRight(array, SIGN_BIT, scratch);
    quotient.addi(scratch);
    array.subi(scratch.muli(numerator));
    head.muli(numerator).addi(array);
    array.assign(head);
    splitDigit(array, bits, head, scratch);
    array.addi(quotient.muli(1L << bits));
  }

  /** whole = floor(values / 2^bits); values = values mod 2^bits. */
  private static void splitDigit(INDArray values, int bits, INDArray whole, INDArray scratch) {
    shiftRight(values, bits, whole);
    values.subi(whole.muli(1L << bits, scratch));
  }

  /** out = values / divisor, truncated toward zero. */
  private static void divide(INDArray values, long divisor, INDArray out) {
    Nd4jOps.binary("divide", values, Nd4j.scalar(divisor), out);
  }

  /** out = floor(values / 2^bits). */
  private static void shiftRight(INDArray values, int bits, INDArray out) {
    Nd4jOps.binary("rshift_bits", values, Nd4j.scalar((long) bits), out);
  }

  @Override
  public void spill(Words words) {
    wordsOf(words).assign(array); // a conversion to an unsigned integer keeps the low bits
    shiftRight(array, Short.SIZE, array);
  }

  @Override
  public void unspill(Words words) {
    INDArray low = longs(0);
    low.assign(wordsOf(words));
    array.muli(1L << Short.SIZE).addi(low);
  }

  private INDArray wordsOf(Words words) {
    requireLength(words.length());
    return ((Nd4jWords) words).array();
  }

  @Override
  public int countBelow(long bound) {
    INDArray difference = longs(0);
    INDArray sign = longs(1);
    array.subi(bound, difference);
    // The difference may wrap where the signs differ, but there the lane's own sign decides.
    Nd4jOps.binary(bound < 0 ? "bitwise_and" : "bitwise_or", array, difference, difference);
    shiftRight(difference, SIGN_BIT, sign); // -1 where below, else 0
    return (int) -Nd4jMemory.onlyLong(sign.sum());
  }

  @Override
  public Scalar dot(Tensor other) {
    requireLength(other.size());
    INDArray real = doubles(0);
    real.assign(array);
    return Scalar.of(Nd4j.getBlasWrapper().dot(real, ((Nd4jTensor) other).asDoubles(1)));
  }

  @Override
  public long hash() {
    INDArray mixed = longs(0);
    shiftRight(array, Integer.SIZE, mixed);
    mixed.muli(LaneHash.HIGH_HALF).addi(array);
    mixed.muli(store.scratch().hashWeights(length()));
    return Nd4jMemory.onlyLong(mixed.sum());
  }

  private INDArray longs(int slot) {
    return store.scratch().vector(DataType.INT64, length(), slot);
  }

  private INDArray doubles(int slot) {
    return store.scratch().vector(DataType.DOUBLE, length(), slot);
  }

  private INDArray sameLength(Lanes other) {
    requireLength(other.length());
    return ((Nd4jLanes) other).array;
  }

  private void requireLength(int length) {
    if (length != length()) {
      throw new IllegalArgumentException(
          "lengths differ: %d lanes and %d elements".formatted(length(), length));
    }
  }
}
