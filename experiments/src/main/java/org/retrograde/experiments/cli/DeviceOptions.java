package org.retrograde.experiments.cli;

import org.retrograde.experiments.config.RunConfig;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Opens the device that an option names. */
final class DeviceOptions {

  /** What help texts show for a device. */
  static final String NAMES = "host|nd4j|cuda";

  private DeviceOptions() {}

  /**
   * Opens the device of a run.
   *
   * @throws WrongInputException if there is none of this name
   */
  static Device open(RunConfig run) {
    return open(run.device(), run.deviceSettings());
  }

  /**
   * Opens a device.
   *
   * @throws WrongInputException if there is none of this name, or threads is below 1
   */
  static Device open(String name, Precision precision, int threads) {
    try {
      return open(name, new DeviceSettings(precision, threads));
    } catch (IllegalArgumentException e) {
      throw new WrongInputException(String.valueOf(e.getMessage()));
    }
  }

  private static Device open(String name, DeviceSettings settings) {
    try {
      return Devices.open(name, settings);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Requires that this machine can run the device, as far as can be told without opening it.
   *
   * @throws WrongInputException if it cannot; says what is missing and what to do
   */
  static void require(RunConfig run) {
    Devices.whyNot(run.device())
        .ifPresent(
            reason -> {
              throw new WrongInputException(reason);
            });
  }
}
