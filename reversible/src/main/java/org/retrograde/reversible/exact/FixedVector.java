package org.retrograde.reversible.exact;

import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Tensor;

/**
 * A vector of 64-bit fixed-point numbers: real = integer * 2^-fractionBits.
 *
 * <p>Sums are exact and reals are truncated toward zero, so adding and then subtracting the same
 * real leaves every bit as it was. Every value that does not fit (NaN, infinite, beyond the range)
 * ends with a {@link LaneRangeException} before it is cast.
 */
public final class FixedVector {

  /** The default fraction: a range of +-2048 at a resolution of 2.2e-16. */
  public static final int DEFAULT_FRACTION_BITS = 52;

  private final Lanes lanes;
  private final int fractionBits;

  /**
   * Makes a vector of zeros.
   *
   * @param device where it lives
   * @param length at least 1
   * @param fractionBits in [1, 62]
   */
  public FixedVector(Device device, int length, int fractionBits) {
    if (fractionBits < 1 || fractionBits > 62) {
      throw new IllegalArgumentException("fractionBits must be in [1, 62], got " + fractionBits);
    }
    this.lanes = device.lanes(length);
    this.fractionBits = fractionBits;
  }

  /** Returns the integers. Whoever modifies them takes part in the exactness. */
  public Lanes lanes() {
    return lanes;
  }

  /** Returns the number of fraction bits. */
  public int fractionBits() {
    return fractionBits;
  }

  /** Adds {@code scale * values}, the product truncated toward zero. */
  public void addScaled(double scale, Tensor values) {
    lanes.addTruncated(Math.scalb(scale, fractionBits), values);
  }

  /** Adds {@code scale * values}, the product truncated toward zero. */
  public void addScaled(double scale, FixedVector values) {
    lanes.addTruncated(Math.scalb(scale, fractionBits - values.fractionBits), values.lanes);
  }

  /** Multiplies by {@code ratio}, keeping the digits that this discards in {@code buffer}. */
  public void decay(Ratio ratio, InformationBuffer buffer) {
    buffer.decay(lanes, ratio);
  }

  /** Undoes {@link #decay}; decays that share a buffer are undone in reverse order. */
  public void undecay(Ratio ratio, InformationBuffer buffer) {
    buffer.undecay(lanes, ratio);
  }

  /** Rounds the values into {@code out}, row by row. */
  public void copyTo(Tensor out) {
    out.assignFixed(lanes, fractionBits);
  }

  /** Returns the inner product with a tensor of as many elements. */
  public double dot(Tensor other) {
    return Math.scalb(lanes.dot(other), -fractionBits);
  }

  /** Returns the value of a {@link LaneRangeException} of this vector as a real number. */
  public double realValue(LaneRangeException exception) {
    return Math.scalb(exception.value(), -fractionBits);
  }
}
