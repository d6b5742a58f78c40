package org.retrograde.reversible.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.retrograde.reversible.word.Word;

/**
 * Opens one kind of device; found by {@link java.util.ServiceLoader}. {@link Devices#open} finds it
 * by its word.
 */
public interface DeviceProvider extends Word {

  /** Returns the ways in which the device computes products of matrices. */
  default Set<Products> products() {
    return Set.of(Products.FLOAT32);
  }

  /** Returns why this machine cannot run the device; nothing if it can, as far as can be told. */
  default Optional<String> whyNot() {
    return Optional.empty();
  }

  /**
   * Returns what the device would run on, looked up without opening it: the facts of {@link
   * Device#describe} that are known so far, or none.
   *
   * @throws IllegalArgumentException if this machine cannot run the device
   */
  default Map<String, String> hardware() {
    return Map.of();
  }

  /**
   * Opens the device. Native libraries are loaded here and not before, but for what {@link #whyNot}
   * and {@link #hardware} need.
   *
   * @throws IllegalArgumentException if this machine has not the hardware, or the device cannot do
   *     what is asked for; says what to do
   */
  Device open(DeviceSettings settings);
}
