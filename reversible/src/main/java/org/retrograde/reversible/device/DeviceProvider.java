package org.retrograde.reversible.device;

/** Opens one kind of device; found by {@link java.util.ServiceLoader}. */
public interface DeviceProvider {

  /** Returns the name by which {@link Devices#open} finds this provider. */
  String name();

  /**
   * Opens the device. Native libraries are loaded here and not before.
   *
   * @param precision of weights, activations and gradients
   * @param threads for matrix products, at least 1
   */
  Device open(Precision precision, int threads);
}
