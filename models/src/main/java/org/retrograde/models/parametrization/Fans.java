package org.retrograde.models.parametrization;

/**
 * How many numbers enter and leave a unit of a tensor, and of its counterpart in the base network.
 * A bias has a fan-in of 1.
 *
 * @param in fan-in, at least 1
 * @param out fan-out, at least 1
 * @param baseIn fan-in in the base network, at least 1
 * @param baseOut fan-out in the base network, at least 1
 */
public record Fans(int in, int out, int baseIn, int baseOut) {

  /** Checks the ranges. */
  public Fans {
    if (Math.min(Math.min(in, out), Math.min(baseIn, baseOut)) < 1) {
      throw new IllegalArgumentException(
          "fans must be at least 1, got %d, %d over %d, %d".formatted(in, out, baseIn, baseOut));
    }
  }

  /** Returns m_in, the fan-in over the base network's. */
  public double growthIn() {
    return (double) in / baseIn;
  }

  /** Returns m_out, the fan-out over the base network's. */
  public double growthOut() {
    return (double) out / baseOut;
  }
}
