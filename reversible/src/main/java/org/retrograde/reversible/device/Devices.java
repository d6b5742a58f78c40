package org.retrograde.reversible.device;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** Finds devices by name. */
public final class Devices {

  private Devices() {}

  /**
   * Opens a device.
   *
   * @param name one of {@link #names()}
   * @param precision of weights, activations and gradients
   * @param threads for matrix products, at least 1; a setting of the process, the last one wins
   * @throws IllegalArgumentException if no device has this name, threads is below 1, or this
   *     machine cannot run the device
   */
  public static Device open(String name, Precision precision, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    for (DeviceProvider provider : ServiceLoader.load(DeviceProvider.class)) {
      if (provider.name().equals(name)) {
        return provider.open(precision, threads);
      }
    }
    throw new IllegalArgumentException(
        "no device is called '" + name + "'; there are: " + String.join(", ", names()));
  }

  /** Returns the names of all devices on the class path. */
  public static List<String> names() {
    return names(provider -> true);
  }

  /** Returns the names of the devices that this machine can run. */
  public static List<String> usable() {
    return names(provider -> provider.whyNot().isEmpty());
  }

  private static List<String> names(Predicate<DeviceProvider> wanted) {
    List<String> names = new ArrayList<>();
    for (DeviceProvider provider : ServiceLoader.load(DeviceProvider.class)) {
      if (wanted.test(provider)) {
        names.add(provider.name());
      }
    }
    return names;
  }
}
