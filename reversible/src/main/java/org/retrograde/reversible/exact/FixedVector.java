package org.retrograde.reversible.exact;

import java.util.Optional;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * A vector of 64-bit fixed-point numbers: real = integer * 2^-fractionBits.
 *
 * <p>Sums are exact and reals are truncated toward zero, so adding and then subtracting the same
 * real leaves every bit as it was. Every value that does not fit (NaN, infinite, beyond the range)
 * ends with a {@link FixedRangeException} before it is cast, or, on a device that reports late,
 * with a {@link LaneRangeException} of which {@link #rangeFault} makes one.
 */
public final class FixedVector {

  /** The default fraction: a range of +-2048 at a resolution of 2.2e-16. */
  public static final int DEFAULT_FRACTION_BITS = 52;

  private static final int MAX_FRACTION_BITS = 512;

  private final String name;
  private final Lanes lanes;
  private int fractionBits;

  /**
   * Makes a vector of zeros.
   *
   * @param device where it lives
   * @param name for messages, such as "velocity"
   * @param length at least 1
   * @param fractionBits in [-512, 512]; negative ones make units larger than 1
   */
  public FixedVector(Device device, String name, int length, int fractionBits) {
    this.name = name;
    this.lanes = device.lanes(length);
    this.fractionBits = requireBits(fractionBits);
  }

  private static int requireBits(int bits) {
    if (Math.abs(bits) > MAX_FRACTION_BITS) {
      throw new IllegalArgumentException("fractionBits must be in [-512, 512], got " + bits);
    }
    return bits;
  }

  /** Returns the integers. Whoever modifies them takes part in the exactness. */
  public Lanes lanes() {
    return lanes;
  }

  /** Returns the number of fraction bits. */
  public int fractionBits() {
    return fractionBits;
  }

  /** Gives another meaning to the integers; for a vector that is still all zero. */
  public void setFractionBits(int bits) {
    fractionBits = requireBits(bits);
  }

  /** Adds {@code scale * values}, the product truncated toward zero. */
  public void addScaled(double scale, Tensor values) {
    guarded(() -> lanes.addTruncated(Math.scalb(scale, fractionBits), values));
  }

  /** Adds {@code scale * values}, the product truncated toward zero. */
  public void addScaled(double scale, FixedVector values) {
    guarded(
        () ->
            lanes.addTruncated(
                Math.scalb(scale, fractionBits - values.fractionBits), values.lanes));
  }

  /** Adds {@code scale * values^2}, elementwise, the product truncated toward zero. */
  public void addScaledSquare(double scale, Tensor values) {
    guarded(() -> lanes.addTruncatedSquare(Math.scalb(scale, fractionBits), values));
  }

  private void guarded(Runnable change) {
    try {
      change.run();
    } catch (LaneRangeException e) {
      FixedRangeException fault = rangeFault(e).orElse(null);
      throw fault == null ? e : fault; // a device that reports late may do so now, of other lanes
    }
  }

  /** Returns what a fault says in real numbers if it is of this vector. */
  public Optional<FixedRangeException> rangeFault(LaneRangeException fault) {
    return fault.lanes() == lanes
        ? Optional.of(
            new FixedRangeException(
                name,
                Math.scalb(fault.value(), -fractionBits),
                Math.scalb(1d, Long.SIZE - 1 - fractionBits)))
        : Optional.empty();
  }

  /**
   * Multiplies by {@code ratio}, keeping the digits that this discards in {@code buffer}, and adds
   * {@code scale * values}, the product truncated toward zero.
   */
  public void decayAndAdd(Ratio ratio, InformationBuffer buffer, double scale, Tensor values) {
    guarded(() -> buffer.decayAndAdd(lanes, ratio, Math.scalb(scale, fractionBits), values));
  }

  /** Undoes {@link #decayAndAdd} with the opposite scale; those that share a buffer in reverse. */
  public void addAndUndecay(double scale, Tensor values, Ratio ratio, InformationBuffer buffer) {
    guarded(() -> buffer.addAndUndecay(lanes, ratio, Math.scalb(scale, fractionBits), values));
  }

  /** Adds {@code scale * values}, truncated toward zero, and rounds the sums into {@code out}. */
  public void addAndRound(double scale, FixedVector values, Tensor out) {
    double factor = Math.scalb(scale, fractionBits - values.fractionBits);
    guarded(() -> lanes.addAndRound(factor, values.lanes, fractionBits, out));
  }

  /** Multiplies by {@code ratio}, keeping the digits that this discards in {@code buffer}. */
  public void decay(Ratio ratio, InformationBuffer buffer) {
    buffer.decay(lanes, ratio);
  }

  /** Undoes {@link #decay}; decays that share a buffer are undone in reverse order. */
  public void undecay(Ratio ratio, InformationBuffer buffer) {
    buffer.undecay(lanes, ratio);
  }

  /**
   * Makes the unit 2^bits times larger, so that larger values fit; what the integers lose goes to
   * {@code buffer}, bits a lane.
   *
   * @param bits at least 0
   */
  public void coarsen(int bits, InformationBuffer buffer) {
    for (int done = 0; done < bits; done += Ratio.MAX_BITS) {
      decay(new Ratio(1, Math.min(Ratio.MAX_BITS, bits - done)), buffer);
    }
    setFractionBits(fractionBits - bits);
  }

  /** Undoes {@link #coarsen}, in its place among the decays that share the buffer. */
  public void refine(int bits, InformationBuffer buffer) {
    for (int left = bits; left > 0; left -= (left - 1) % Ratio.MAX_BITS + 1) {
      undecay(new Ratio(1, (left - 1) % Ratio.MAX_BITS + 1), buffer);
    }
    setFractionBits(fractionBits + bits);
  }

  /** Rounds the values into {@code out}, row by row. */
  public void copyTo(Tensor out) {
    out.assignFixed(lanes, fractionBits);
  }

  /** Returns the inner product with a tensor of as many elements. */
  public Scalar dot(Tensor other) {
    Scalar inUnits = lanes.dot(other);
    int bits = fractionBits;
    return () -> Math.scalb(inUnits.value(), -bits);
  }
}
