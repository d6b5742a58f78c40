package org.retrograde.reversible.device;

/** Floating-point width of a {@link Tensor}. */
public enum Precision {
  /** IEEE 754 binary32. */
  FLOAT32(4),
  /** IEEE 754 binary64. */
  FLOAT64(8);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }
}
