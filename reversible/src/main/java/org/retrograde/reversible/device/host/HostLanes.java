package org.retrograde.reversible.device.host;

import java.util.Arrays;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/** Lanes in a {@code long[]}. */
final class HostLanes implements Lanes {

  /** A lane in [-2^61, 2^61) plus a product below 2^62 is within {@link #RANGE}. */
  private static final long SMALL = 1L << 61;

  private static final int SMALL_BITS = 62;

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
    Arrays.fill(data, 0);
  }

  @Override
  public void assign(Lanes source) {
    assign(sameLength(source));
  }

  @Override
  public void assign(long[] values) {
    requireLength(values.length);
    System.arraycopy(values, 0, data, 0, data.length);
  }

  @Override
  public long[] toArray() {
    return data.clone();
  }

  @Override
  public boolean contentEquals(Lanes other) {
    return Arrays.equals(data, sameLength(other));
  }

  @Override
  public void addTruncated(double scale, Lanes other) {
    long[] source = sameLength(other);
    int i = 0;
    for (; i + 3 < data.length; i += 4) {
      addFour(
          data,
          i,
          scale * source[i],
          scale * source[i + 1],
          scale * source[i + 2],
          scale * source[i + 3]);
    }
    for (; i < data.length; i++) {
      data[i] = plusTruncated(data[i], scale * source[i], i);
    }
  }

  @Override
  public void addTruncated(double scale, Tensor other) {
    requireLength(other.size());
    if (other instanceof Float32Tensor real) {
      real.addTruncatedTo(data, scale);
    } else {
      ((Float64Tensor) other).addTruncatedTo(data, scale);
    }
  }

  @Override
  public void addTruncatedSquare(double scale, Tensor other) {
    requireLength(other.size());
    if (other instanceof Float32Tensor real) {
      real.addTruncatedSquareTo(data, scale);
    } else {
      ((Float64Tensor) other).addTruncatedSquareTo(data, scale);
    }
  }

  /**
   * Adds four truncated products: side by side, their conversions do not wait for each other. Where
   * all lanes and products are small, which one test of each shows, their sums fit.
   */
  static void addFour(long[] lanes, int i, double p0, double p1, double p2, double p3) {
    double size = Math.abs(p0) + Math.abs(p1) + Math.abs(p2) + Math.abs(p3);
    long far =
        (lanes[i] + SMALL)
            | (lanes[i + 1] + SMALL)
            | (lanes[i + 2] + SMALL)
            | (lanes[i + 3] + SMALL);
    if (!(size < 2.0 * SMALL) || far >>> SMALL_BITS != 0) {
      requireFit(lanes[i], p0, i);
      requireFit(lanes[i + 1], p1, i + 1);
      requireFit(lanes[i + 2], p2, i + 2);
      requireFit(lanes[i + 3], p3, i + 3);
    }
    lanes[i] += (long) p0;
    lanes[i + 1] += (long) p1;
    lanes[i + 2] += (long) p2;
    lanes[i + 3] += (long) p3;
  }

  /** The one conversion from real to fixed: tested first, truncated toward zero. */
  static long plusTruncated(long lane, double product, int i) {
    requireFit(lane, product, i);
    return lane + (long) product;
  }

  private static void requireFit(long lane, double product, int i) {
    if (!(Math.abs(product) < RANGE && Math.abs(lane + product) < RANGE)) {
      throw new LaneRangeException(i, Math.abs(product) < RANGE ? lane + product : product);
    }
  }

  @Override
  public void decay(long numerator, int bits, Lanes heads) {
    long[] head = sameLength(heads);
    long mask = (1L << bits) - 1;
    long reciprocal = reciprocal(numerator);
    for (int i = 0; i < data.length; i++) {
      long pushed = (head[i] << bits) + (data[i] & mask);
      long quotient = numerator == 1 ? pushed : Math.multiplyHigh(pushed, reciprocal);
      long digit = pushed - quotient * numerator;
      if (digit >= numerator) {
        digit -= numerator;
        quotient++;
      }
      data[i] = (data[i] >> bits) * numerator + digit;
      head[i] = quotient;
    }
  }

  @Override
  public void undecay(long numerator, int bits, Lanes heads) {
    long[] head = sameLength(heads);
    long mask = (1L << bits) - 1;
    long reciprocal = reciprocal(numerator);
    for (int i = 0; i < data.length; i++) {
      long lane = data[i];
      long quotient = numerator == 1 ? lane : Math.multiplyHigh(lane, reciprocal);
      long digit = lane - quotient * numerator;
      if (digit < 0) {
        digit += numerator;
        quotient--;
      } else if (digit >= numerator) {
        digit -= numerator;
        quotient++;
      }
      long pushed = head[i] * numerator + digit;
      data[i] = (quotient << bits) + (pushed & mask);
      head[i] = pushed >> bits;
    }
  }

  /**
   * floor((2^64 - 1) / n): the high half of its product with a lane is the lane's quotient by n, or
   * next to it, so that one comparison replaces a division. Fits for n of 2 and more; n = 1 needs
   * none.
   */
  private static long reciprocal(long numerator) {
    return Long.divideUnsigned(-1L, numerator);
  }

  @Override
  public void spill(Words words) {
    short[] low = wordsOf(words);
    for (int i = 0; i < data.length; i++) {
      low[i] = (short) data[i];
      data[i] >>= Short.SIZE;
    }
  }

  @Override
  public void unspill(Words words) {
    short[] low = wordsOf(words);
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
    int count = 0;
    for (long lane : data) {
      count += lane < bound ? 1 : 0;
    }
    return count;
  }

  @Override
  public double dot(Tensor other) {
    requireLength(other.size());
    return other instanceof Float32Tensor real
        ? real.dotWith(data)
        : ((Float64Tensor) other).dotWith(data);
  }

  @Override
  public long hash() {
    long hash = 0;
    for (int i = 0; i < data.length; i++) {
      hash += LaneHash.weight(i) * (data[i] + LaneHash.HIGH_HALF * (data[i] >> 32));
    }
    return hash;
  }

  private long[] sameLength(Lanes other) {
    requireLength(other.length());
    return ((HostLanes) other).data;
  }

  private void requireLength(int length) {
    if (length != data.length) {
      throw new IllegalArgumentException(
          "lengths differ: %d lanes and %d elements".formatted(data.length, length));
    }
  }
}
