package org.retrograde.reversible.device;

/**
 * How a device is opened.
 *
 * @param precision of weights, activations and gradients
 * @param threads for matrix products and for long tensors, at least 1; a setting of the process,
 *     the last one wins
 * @param products how matrix products are computed; where arrays are the computer's, a setting of
 *     the process, the last one wins
 */
public record DeviceSettings(Precision precision, int threads, Products products) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if threads is below 1, or TF32 or oneDNN is asked for with
   *     float64
   */
  public DeviceSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (products.needsFloat32() && precision != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "products in %s need precision float32, got %s".formatted(products.word(), precision));
    }
  }

  /** Makes settings with products as exact as the precision. */
  public DeviceSettings(Precision precision, int threads) {
    this(precision, threads, Products.FLOAT32);
  }
}
