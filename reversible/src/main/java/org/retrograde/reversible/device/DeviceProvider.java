package org.retrograde.reversible.device;

import java.util.Optional;

/** Opens one kind of device; found by {@link java.util.ServiceLoader}. */
public interface DeviceProvider {

  /** Returns the name by which {@link Devices#open} finds this provider. */
  String name();

  /** Returns why this machine cannot run the device; nothing if it can, as far as can be told. */
  default Optional<String> whyNot() {
    return Optional.empty();
  }

  /**
   * Opens the device. Native libraries are loaded here and not before.
   *
   * @param precision of weights, activations and gradients
   * @param threads for matrix products, at least 1
   * @throws IllegalArgumentException if this machine has not the hardware; says what to do
   */
  Device open(Precision precision, int threads);
}
