package org.retrograde.reversible.device;

/**
 * How a device is opened.
 *
 * @param precision of weights, activations and gradients
 * @param threads for matrix products, at least 1; a setting of the process, the last one wins
 * @param products how exactly matrix products are computed
 */
public record DeviceSettings(Precision precision, int threads, Products products) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if threads is below 1, or TF32 is asked for with float64
   */
  public DeviceSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (products == Products.TF32 && precision != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "products in tf32 need precision float32, got " + precision);
    }
  }

  /** Makes settings with products as exact as the precision. */
  public DeviceSettings(Precision precision, int threads) {
    this(precision, threads, Products.FLOAT32);
  }
}
