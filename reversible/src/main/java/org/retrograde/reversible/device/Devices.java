package org.retrograde.reversible.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.retrograde.reversible.word.Catalogue;

/** Finds devices by name. */
public final class Devices {

  /** All on the class path. */
  public static final Catalogue<DeviceProvider> ALL = Catalogue.of(DeviceProvider.class, List.of());

  private Devices() {}

  /**
   * Opens a device whose products are as exact as its precision.
   *
   * @param name one of {@link #names()}
   * @param precision of weights, activations and gradients
   * @param threads for matrix products, at least 1; a setting of the process, the last one wins
   * @throws IllegalArgumentException if no device has this name, threads is below 1, or this
   *     machine cannot run the device
   */
  public static Device open(String name, Precision precision, int threads) {
    return open(name, new DeviceSettings(precision, threads));
  }

  /**
   * Opens a device.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if no device has this name, it cannot do what is asked for, or
   *     this machine cannot run it
   */
  public static Device open(String name, DeviceSettings settings) {
    DeviceProvider provider = provider(name);
    if (!provider.products().contains(settings.products())) {
      throw new IllegalArgumentException(
          "device %s has no products in %s; it has: %s"
              .formatted(
                  name,
                  settings.products().word(),
                  provider.products().stream()
                      .sorted()
                      .map(Products::word)
                      .collect(Collectors.joining(", "))));
    }
    return provider.open(settings);
  }

  /**
   * Returns why this machine cannot run a device; nothing if it can, as far as can be told.
   *
   * @throws IllegalArgumentException if no device has this name
   */
  public static Optional<String> whyNot(String name) {
    return provider(name).whyNot();
  }

  /**
   * Returns what a device would run on, without opening it; none if there is nothing to tell.
   *
   * @throws IllegalArgumentException if no device has this name, or this machine cannot run it
   */
  public static Map<String, String> hardware(String name) {
    return provider(name).hardware();
  }

  private static DeviceProvider provider(String name) {
    return ALL.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no device is called '%s'; there are: %s"
                        .formatted(name, String.join(", ", names()))));
  }

  /** Returns the names of all devices on the class path. */
  public static List<String> names() {
    return ALL.words();
  }

  /** Returns the names of the devices that this machine can run. */
  public static List<String> usable() {
    return ALL.all().stream()
        .filter(provider -> provider.whyNot().isEmpty())
        .map(DeviceProvider::word)
        .toList();
  }
}
