package org.retrograde.reversible.device.host;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.RootScaling;

/**
 * The kernels by vector instructions of 512 bits; what is left over at the end of a span goes to
 * {@link ScalarKernels}.
 *
 * <p>Every step is one that JDK 17 compiles to an instruction. It has none that converts a double
 * to a long, so {@link #truncate} takes numbers apart, and whole quotients are rounded by adding
 * 1.5 * 2^52, which leaves the integer in the low bits. Integer products of 64 bits are slow, so
 * quotients come from products of doubles, in two steps whose parts are exact.
 */
final class VectorKernels implements LaneKernels {

  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  /** As many floats as there are doubles. */
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(LONGS.vectorBitSize() / 2));

  private static final VectorSpecies<Float> WIDE_FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> WIDE_INTS = IntVector.SPECIES_PREFERRED;

  /** Whether eight doubles, as many as sums are split into, are one vector; else they are two. */
  private static final boolean IS_WIDE = LONGS.length() == ScalarKernels.SUMS;

  private static final int SIGN = 63;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final long EXPONENT = 0x7FF;

  /**
   * A mantissa goes this far to the left: numbers below 2^63 then only need shifts to the right.
   */
  private static final int HEADROOM = 10;

  /** Biased exponent of a number in [2^62, 2^63), whose mantissa then stands where it belongs. */
  private static final long TOP_EXPONENT = 1023 + 62;

  private static final long SMALL_LANE = 1L << 61;
  private static final int SMALL_BITS = 62;

  private final ScalarKernels scalar = new ScalarKernels();

  @Override
  public boolean isFastHere() {
    return LONGS.length() == ScalarKernels.SUMS || 2 * LONGS.length() == ScalarKernels.SUMS;
  }

  @Override
  public void decay(long[] lanes, long[] heads, Digits by, Span span) {
    int end = Division.serves(by) ? vectorEnd(span) : span.from();
    Division division = new Division(by.numerator());
    int bits = by.bits();
    for (int i = span.from(); i < end; i += LONGS.length()) {
      LongVector lane = LongVector.fromArray(LONGS, lanes, i);
      DoubleVector head = exact(LongVector.fromArray(LONGS, heads, i));
      DoubleVector upper = division.nearest(head);
      DoubleVector rest = append(division.rest(head, upper), bits, lane.and(by.mask()));
      DoubleVector lower = division.nearest(rest);
      LongVector digit = division.digit(rest, lower);
      LongVector under = digit.lanewise(VectorOperators.ASHR, SIGN);
      lane.lanewise(VectorOperators.ASHR, bits)
          .mul(by.numerator())
          .add(digit.add(under.and(by.numerator())))
          .intoArray(lanes, i);
      toLong(upper)
          .lanewise(VectorOperators.LSHL, bits)
          .add(toLong(lower))
          .add(under)
          .intoArray(heads, i);
    }
    scalar.decay(lanes, heads, by, new Span(end, span.to()));
  }

  @Override
  public void undecay(long[] lanes, long[] heads, Digits by, Span span) {
    int end = Division.serves(by) ? vectorEnd(span) : span.from();
    Division division = new Division(by.numerator());
    for (int i = span.from(); i < end; i += LONGS.length()) {
      LongVector lane = LongVector.fromArray(LONGS, lanes, i);
      DoubleVector high = exact(lane.lanewise(VectorOperators.ASHR, Division.SPLIT));
      DoubleVector upper = division.nearest(high);
      DoubleVector rest =
          append(division.rest(high, upper), Division.SPLIT, lane.and((1L << Division.SPLIT) - 1));
      DoubleVector lower = division.nearest(rest);
      LongVector digit = division.digit(rest, lower);
      LongVector under = digit.lanewise(VectorOperators.ASHR, SIGN);
      LongVector pushed =
          LongVector.fromArray(LONGS, heads, i)
              .mul(by.numerator())
              .add(digit.add(under.and(by.numerator())));
      toLong(upper)
          .lanewise(VectorOperators.LSHL, Division.SPLIT)
          .add(toLong(lower))
          .add(under)
          .lanewise(VectorOperators.LSHL, by.bits())
          .add(pushed.and(by.mask()))
          .intoArray(lanes, i);
      pushed.lanewise(VectorOperators.ASHR, by.bits()).intoArray(heads, i);
    }
    scalar.undecay(lanes, heads, by, new Span(end, span.to()));
  }

  /** Returns the end of whole groups of as many elements as a sum has parts. */
  private static int sumsEnd(Span span) {
    return span.to() - span.length() % ScalarKernels.SUMS;
  }

  private static double[] sums(DoubleVector sum, DoubleVector second) {
    double[] sums = new double[ScalarKernels.SUMS];
    sum.intoArray(sums, 0);
    if (!IS_WIDE) {
      second.intoArray(sums, DOUBLES.length());
    }
    return sums;
  }

  private static int vectorEnd(Span span) {
    return span.from() + LONGS.loopBound(span.to() - span.from());
  }

  /** Returns high * 2^bits + low, exact below 2^53. */
  private static DoubleVector append(DoubleVector high, int bits, LongVector low) {
    return high.fma(DoubleVector.broadcast(DOUBLES, 1L << bits), exact(low));
  }

  /** Returns whole numbers below 2^51 in magnitude. */
  private static DoubleVector exact(LongVector integers) {
    if (IS_WIDE) {
      return toDouble(integers);
    }
    return integers
        .add(Double.doubleToRawLongBits(Division.SHIFT))
        .reinterpretAsDoubles()
        .sub(Division.SHIFT);
  }

  /**
   * Rounded to nearest; where there is no instruction for it, as {@link HostMath#toDouble} does.
   */
  private static DoubleVector toDouble(LongVector integers) {
    if (IS_WIDE) {
      return (DoubleVector) integers.convertShape(VectorOperators.L2D, DOUBLES, 0);
    }
    DoubleVector high =
        integers
            .lanewise(VectorOperators.LSHR, Integer.SIZE)
            .lanewise(VectorOperators.XOR, HostMath.HIGH_HALF)
            .reinterpretAsDoubles();
    DoubleVector low = integers.and(0xFFFF_FFFFL).or(HostMath.LOW_HALF).reinterpretAsDoubles();
    return high.sub(HostMath.CARRIED).add(low);
  }

  private static DoubleVector toDouble(float[] reals, int i) {
    FloatVector real = FloatVector.fromArray(FLOATS, reals, i);
    return (DoubleVector) real.convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  private static LongVector toLong(DoubleVector shifted) {
    return shifted.reinterpretAsLongs().sub(Double.doubleToRawLongBits(Division.SHIFT));
  }

  /**
   * Division of whole numbers by n in doubles: the quotient rounded to nearest is off by less than
   * one, and the rest, at most n / 2 + 1 in magnitude, is exact.
   */
  private record Division(double n, double inverse) {

    /** Added to a number below 2^51, it leaves no place for a fraction. */
    static final double SHIFT = 0x1.8p52;

    /**
     * Where lanes are cut: their upper parts have 36 bits, a rest below 2^23 has room for 28 more.
     */
    static final int SPLIT = 28;

    private static final int LEAST_NUMERATOR = 4; // a rest of n / 2 + 1 must be below n
    private static final int LEAST_BITS = 11; // heads are below 2^(62 - bits)

    Division(long n) {
      this(n, 1.0 / n);
    }

    static boolean serves(Digits by) {
      return by.numerator() >= LEAST_NUMERATOR && by.bits() >= LEAST_BITS;
    }

    /** Returns the nearest whole number to a / n, plus {@link #SHIFT}. */
    DoubleVector nearest(DoubleVector a) {
      return a.mul(inverse).add(SHIFT);
    }

    /** Returns a - n * quotient. */
    DoubleVector rest(DoubleVector a, DoubleVector nearest) {
      return nearest.sub(SHIFT).fma(DoubleVector.broadcast(DOUBLES, -n), a);
    }

    /** Returns a - n * quotient as an integer. */
    LongVector digit(DoubleVector a, DoubleVector nearest) {
      return toLong(rest(a, nearest).add(SHIFT));
    }
  }

  @Override
  public boolean addTruncated(long[] lanes, double[] products, Span span) {
    int from = span.from();
    int end = vectorEnd(span);
    LongVector far = LongVector.zero(LONGS);
    LongVector room = LongVector.zero(LONGS);
    for (int i = from; i < end; i += LONGS.length()) {
      LongVector bits = DoubleVector.fromArray(DOUBLES, products, i - from).reinterpretAsLongs();
      LongVector shift =
          bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS).and(EXPONENT).neg().add(TOP_EXPONENT);
      LongVector lane = LongVector.fromArray(LONGS, lanes, i);
      far = far.or(lane.add(SMALL_LANE));
      room = room.or(shift.sub(2)); // negative from 2^61 on
      lane.add(truncate(bits, shift)).intoArray(lanes, i);
    }
    // Not by reduceLanes, which JDK 17 leaves to a loop over objects.
    LongVector beyond =
        far.lanewise(VectorOperators.LSHR, SMALL_BITS)
            .or(room.lanewise(VectorOperators.LSHR, SIGN));
    boolean small = true;
    for (long lane : beyond.toArray()) {
      small &= lane == 0;
    }
    for (int i = end; i < span.to(); i++) {
      small &= ScalarKernels.isSmall(lanes[i], products[i - from]);
      lanes[i] += (long) products[i - from];
    }
    return small;
  }

  /**
   * Returns numbers truncated toward zero.
   *
   * @param bits of doubles below 2^63 in magnitude
   * @param shift of their mantissas to the right, from where a number in [2^62, 2^63) has it
   */
  private static LongVector truncate(LongVector bits, LongVector shift) {
    LongVector sign = bits.lanewise(VectorOperators.ASHR, SIGN);
    return bits.and(MANTISSA)
        .or(MANTISSA + 1)
        .lanewise(VectorOperators.LSHL, HEADROOM)
        .lanewise(VectorOperators.LSHR, shift.min(SIGN))
        .lanewise(VectorOperators.XOR, sign)
        .sub(sign);
  }

  @Override
  public void multiply(double scale, long[] lanes, Span span, double[] products) {
    int from = span.from();
    int end = vectorEnd(span);
    for (int i = from; i < end; i += LONGS.length()) {
      toDouble(LongVector.fromArray(LONGS, lanes, i)).mul(scale).intoArray(products, i - from);
    }
    for (int i = end; i < span.to(); i++) {
      products[i - from] = scale * HostMath.toDouble(lanes[i]);
    }
  }

  @Override
  public void multiply(double scale, float[] reals, Span span, double[] products) {
    int from = span.from();
    int end = vectorEnd(span);
    for (int i = from; i < end; i += FLOATS.length()) {
      toDouble(reals, i).mul(scale).intoArray(products, i - from);
    }
    for (int i = end; i < span.to(); i++) {
      products[i - from] = scale * reals[i];
    }
  }

  @Override
  public void round(double scale, long[] lanes, Span span, float[] reals) {
    int end = vectorEnd(span);
    for (int i = span.from(); i < end; i += LONGS.length()) {
      DoubleVector real = toDouble(LongVector.fromArray(LONGS, lanes, i)).mul(scale);
      ((FloatVector) real.convertShape(VectorOperators.D2F, FLOATS, 0)).intoArray(reals, i);
    }
    scalar.round(scale, lanes, new Span(end, span.to()), reals);
  }

  @Override
  public double dot(double[] a, int first, double[] b, Span span) {
    int shift = first - span.from();
    int end = sumsEnd(span);
    DoubleVector sum = DoubleVector.zero(DOUBLES);
    DoubleVector second = sum;
    for (int i = span.from(); i < end; i += ScalarKernels.SUMS) {
      sum =
          sum.add(
              DoubleVector.fromArray(DOUBLES, a, i + shift)
                  .mul(DoubleVector.fromArray(DOUBLES, b, i)));
      if (!IS_WIDE) {
        int j = i + DOUBLES.length();
        second =
            second.add(
                DoubleVector.fromArray(DOUBLES, a, j + shift)
                    .mul(DoubleVector.fromArray(DOUBLES, b, j)));
      }
    }
    double[] sums = sums(sum, second);
    for (int i = end; i < span.to(); i++) {
      sums[i - end] += a[i + shift] * b[i];
    }
    return ScalarKernels.sum(sums);
  }

  @Override
  public double dot(double[] a, int first, float[] b, Span span) {
    int shift = first - span.from();
    int end = sumsEnd(span);
    DoubleVector sum = DoubleVector.zero(DOUBLES);
    DoubleVector second = sum;
    for (int i = span.from(); i < end; i += ScalarKernels.SUMS) {
      sum = sum.add(DoubleVector.fromArray(DOUBLES, a, i + shift).mul(toDouble(b, i)));
      if (!IS_WIDE) {
        int j = i + DOUBLES.length();
        second = second.add(DoubleVector.fromArray(DOUBLES, a, j + shift).mul(toDouble(b, j)));
      }
    }
    double[] sums = sums(sum, second);
    for (int i = end; i < span.to(); i++) {
      sums[i - end] += a[i + shift] * b[i];
    }
    return ScalarKernels.sum(sums);
  }

  @Override
  public void rootScaling(RootScaling f, long[] numerator, long[] square, Span span, double[] q) {
    int from = span.from();
    int end = f.leastSquare() > 0 || f.epsilon() > 0 ? vectorEnd(span) : from; // else 0 / 0
    double a = f.numeratorUnit();
    for (int i = from; i < end; i += LONGS.length()) {
      LongVector s = LongVector.fromArray(LONGS, square, i);
      DoubleVector below = root(f, s).add(f.epsilon());
      DoubleVector above = toDouble(LongVector.fromArray(LONGS, numerator, i)).mul(a);
      where(counts(f.leastSquare(), s), above.div(below)).intoArray(q, i - from);
    }
    scalar.rootScaling(f, numerator, square, new Span(end, span.to()), end - from, q);
  }

  private static DoubleVector root(RootScaling f, LongVector square) {
    return toDouble(square).mul(f.squareUnit()).sqrt();
  }

  /** Returns all bits where s counts, none elsewhere; not by masks, which JDK 17 is slow with. */
  private static LongVector counts(long least, LongVector square) {
    return square.sub(least).lanewise(VectorOperators.ASHR, SIGN).not();
  }

  private static DoubleVector where(LongVector bits, DoubleVector reals) {
    return reals.reinterpretAsLongs().and(bits).reinterpretAsDoubles();
  }

  @Override
  public void rootScalingSlopes(
      RootScaling f,
      long[] numerator,
      long[] square,
      Span span,
      double[] q,
      double[] inverse,
      double[] both) {
    int from = span.from();
    int end = vectorEnd(span);
    double a = f.numeratorUnit();
    long least = Math.max(1, f.leastSquare());
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
    for (int i = from; i < end; i += LONGS.length()) {
      LongVector s = LongVector.fromArray(LONGS, square, i);
      LongVector counts = counts(least, s);
      DoubleVector root = root(f, s);
      DoubleVector quotient = one.div(root.add(f.epsilon()).mul(root));
      DoubleVector ofRoot = where(counts, quotient.mul(root));
      DoubleVector m = toDouble(LongVector.fromArray(LONGS, numerator, i));
      m.mul(a).mul(ofRoot).intoArray(q, i - from);
      ofRoot.intoArray(inverse, i - from);
      where(counts, quotient).intoArray(both, i - from);
    }
    if (f.leastSquare() < least && f.epsilon() > 0) {
      slopesAtZero(f, numerator, square, new Span(from, end), q, inverse);
    }
    scalar.rootScalingSlopes(
        f, numerator, square, new Span(end, span.to()), end - from, q, inverse, both);
  }

  /**
   * Where a root is 0, only the numerator has a slope; no part of the loop above, which is full.
   */
  private static void slopesAtZero(
      RootScaling f, long[] numerator, long[] square, Span span, double[] q, double[] inverse) {
    double a = f.numeratorUnit();
    double ofRoot = 1 / f.epsilon();
    int from = span.from();
    for (int i = from; i < span.to(); i++) {
      if (square[i] == 0) {
        q[i - from] = HostMath.toDouble(numerator[i]) * a * ofRoot;
        inverse[i - from] = ofRoot;
      }
    }
  }

  @Override
  public long hash(long[] lanes, Span span) {
    int end = vectorEnd(span);
    LongVector sum = LongVector.zero(LONGS);
    LongVector next = LongVector.zero(LONGS).addIndex(1).add(span.from() + 1L);
    for (int i = span.from(); i < end; i += LONGS.length()) {
      LongVector weight = next.mul(LaneHash.HIGH_HALF);
      weight = shiftedOver(weight, LaneHash.FIRST_SHIFT).mul(LaneHash.FIRST_FACTOR);
      weight = shiftedOver(weight, LaneHash.SECOND_SHIFT).mul(LaneHash.SECOND_FACTOR);
      weight = shiftedOver(weight, LaneHash.LAST_SHIFT).or(1);
      LongVector lane = LongVector.fromArray(LONGS, lanes, i);
      LongVector high = lane.lanewise(VectorOperators.ASHR, Integer.SIZE).mul(LaneHash.HIGH_HALF);
      sum = sum.add(weight.mul(lane.add(high)));
      next = next.add(LONGS.length());
    }
    long hash = scalar.hash(lanes, new Span(end, span.to()));
    for (long part : sum.toArray()) {
      hash += part;
    }
    return hash;
  }

  private static LongVector shiftedOver(LongVector bits, int shift) {
    return bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, shift));
  }

  @Override
  public double maxAbs(double[] reals, Span span) {
    int end = vectorEnd(span);
    LongVector largest = LongVector.zero(LONGS);
    for (int i = span.from(); i < end; i += LONGS.length()) {
      LongVector bits = DoubleVector.fromArray(DOUBLES, reals, i).reinterpretAsLongs();
      largest = largest.max(bits.and(Long.MAX_VALUE));
    }
    long most = Double.doubleToRawLongBits(scalar.maxAbs(reals, new Span(end, span.to())));
    for (long bits : largest.toArray()) {
      most = Math.max(most, bits);
    }
    return Double.longBitsToDouble(most);
  }

  @Override
  public double maxAbs(float[] reals, Span span) {
    int end = span.from() + WIDE_FLOATS.loopBound(span.length());
    IntVector largest = IntVector.zero(WIDE_INTS);
    for (int i = span.from(); i < end; i += WIDE_FLOATS.length()) {
      IntVector bits = FloatVector.fromArray(WIDE_FLOATS, reals, i).reinterpretAsInts();
      largest = largest.max(bits.and(Integer.MAX_VALUE));
    }
    int most = Float.floatToRawIntBits((float) scalar.maxAbs(reals, new Span(end, span.to())));
    for (int bits : largest.toArray()) {
      most = Math.max(most, bits);
    }
    return Float.intBitsToFloat(most);
  }
}
