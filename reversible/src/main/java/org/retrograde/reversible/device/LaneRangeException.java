package org.retrograde.reversible.device;

/** A value that does not fit a fixed-point lane: NaN, an infinity, or beyond the range. */
public final class LaneRangeException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  private final transient Lanes lanes;
  private final int lane;
  private final double value;

  /**
   * Makes the exception.
   *
   * @param lanes the vector at fault
   * @param lane index of the first lane at fault
   * @param value what it would have had to hold, in units of the lane's last bit
   */
  public LaneRangeException(Lanes lanes, int lane, double value) {
    super("lane " + lane + " cannot hold " + value + " (NaN, infinite, or beyond 63 bits)");
    this.lanes = lanes;
    this.lane = lane;
    this.value = value;
  }

  /** Returns the vector at fault. Its contents are unspecified. */
  public Lanes lanes() {
    return lanes;
  }

  /** Returns the index of the first lane at fault. */
  public int lane() {
    return lane;
  }

  /** Returns what the lane would have had to hold, in units of its last bit. */
  public double value() {
    return value;
  }
}
