package org.retrograde.reversible.device;

/**
 * A vector of signed 64-bit integers on a device: fixed-point states and the heads of an
 * information buffer.
 *
 * <p>Every operation has one exact result, the same bits on every device. Those that could leave
 * the range test before any cast and throw {@link LaneRangeException}: at once, or as late as the
 * next number or array that is read from the device or {@link Device#settle}, so that a device need
 * not wait after each of them. The lanes' contents are then unspecified, and so is what was
 * computed of them meanwhile. A {@link Scalar} belongs to the thread of its lanes.
 */
public interface Lanes {

  /**
   * A lane's magnitude stays below this bound, 2^63 - 2^12: the margin is what a sum can be off
   * when it is tested in double precision, so that no device needs a wider integer for the test.
   */
  double RANGE = 0x1p63 - 0x1p12;

  /** Returns the number of lanes. */
  int length();

  /** Sets every lane to zero. */
  void clear();

  /** Copies another vector of the same length and device. */
  void assign(Lanes source);

  /** Copies from the host; {@code values.length} must equal {@link #length()}. */
  void assign(long[] values);

  /** Returns a copy on the host. */
  long[] toArray();

  /** Returns whether both hold the same bits in every lane. */
  boolean contentEquals(Lanes other);

  /**
   * Adds trunc(scale * other) to every lane, truncating toward zero, so that the same call with
   * {@code -scale} cancels it exactly.
   *
   * @param scale any finite number
   * @param other as many lanes. Not modified.
   * @throws LaneRangeException if a product or a sum does not fit
   */
  void addTruncated(double scale, Lanes other);

  /**
   * Adds trunc(scale * other) to every lane, the product taken in double precision.
   *
   * @param scale any finite number; carries the power of two of the fixed point
   * @param other as many elements, row by row. Not modified.
   * @throws LaneRangeException if a product or a sum does not fit
   */
  void addTruncated(double scale, Tensor other);

  /**
   * Adds trunc(scale * (other * other)) to every lane, both products taken in double precision.
   *
   * @param scale any finite number; carries the power of two of the fixed point
   * @param other as many elements, row by row. Not modified.
   * @throws LaneRangeException if a product or a sum does not fit
   */
  void addTruncatedSquare(double scale, Tensor other);

  /**
   * Multiplies every lane by n / 2^k, moving the digits that this discards into {@code heads}: with
   * d = v mod 2^k, h' = 2^k h + d: v becomes floor(v / 2^k) n + (h' mod n) and h becomes floor(h' /
   * n).
   *
   * @param numerator n, in [1, 2^k]
   * @param bits k, in [1, 24]
   * @param heads as many lanes, each in [0, 2^(62-k)]. Modified.
   * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>,
   *     Algorithm 3
   */
  void decay(long numerator, int bits, Lanes heads);

  /**
   * Undoes {@link #decay} with the same arguments, to the last bit: the same exchange of digits
   * with n and 2^k swapped.
   */
  void undecay(long numerator, int bits, Lanes heads);

  /**
   * {@link #decay}, then {@link #addTruncated(double, Tensor)}: what a moment does in a step. One
   * pass where a device can.
   *
   * @throws LaneRangeException if a product or a sum does not fit
   */
  default void decayAndAdd(long numerator, int bits, Lanes heads, double scale, Tensor other) {
    decay(numerator, bits, heads);
    addTruncated(scale, other);
  }

  /**
   * {@link #addTruncated(double, Tensor)}, then {@link #undecay}: undoes {@link #decayAndAdd} with
   * the opposite scale.
   *
   * @throws LaneRangeException if a product or a sum does not fit
   */
  default void addAndUndecay(long numerator, int bits, Lanes heads, double scale, Tensor other) {
    addTruncated(scale, other);
    undecay(numerator, bits, heads);
  }

  /**
   * {@link #addTruncated(double, Lanes)}, then {@link Tensor#assignFixed}: how a position moves,
   * and the weights with it.
   *
   * @param rounded 2^-fractionBits times the new lanes. Overwritten.
   * @throws LaneRangeException if a product or a sum does not fit
   */
  default void addAndRound(double scale, Lanes other, int fractionBits, Tensor rounded) {
    addTruncated(scale, other);
    rounded.assignFixed(this, fractionBits);
  }

  /**
   * Moves the low 16 bits of every lane into {@code words} and shifts the lanes right by 16.
   *
   * <p>The lanes must not be negative.
   *
   * @param words as many. Overwritten.
   */
  void spill(Words words);

  /**
   * Undoes {@link #spill}: shifts the lanes, each in [0, 2^47), left by 16 and fills in the words.
   *
   * @param words as many. Not modified.
   */
  void unspill(Words words);

  /** Returns how many lanes hold less than {@code bound}. */
  int countBelow(long bound);

  /**
   * Returns the inner product of the lanes, as doubles, with a tensor: sum of lane_i * other_i.
   *
   * @param other as many elements
   */
  Scalar dot(Tensor other);

  /**
   * Returns a 64-bit hash of all lanes: sum over i of c_i (v_i + D (v_i &gt;&gt; 32)) modulo 2^64,
   * with the odd constants of {@link LaneHash}.
   */
  long hash();
}
