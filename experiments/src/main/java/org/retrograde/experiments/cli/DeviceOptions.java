package org.retrograde.experiments.cli;

import org.retrograde.experiments.config.RunConfig;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Opens the device that an option names. */
final class DeviceOptions {

  private DeviceOptions() {}

  /**
   * Opens the device of a run.
   *
   * @throws WrongInputException if there is none of this name
   */
  static Device open(RunConfig run) {
    Precision precision = Precision.valueOf(run.precision().name());
    return open(run.device().keyword(), precision, run.threads());
  }

  /**
   * Opens a device.
   *
   * @throws WrongInputException if there is none of this name, or threads is below 1
   */
  static Device open(String name, Precision precision, int threads) {
    try {
      return Devices.open(name, precision, threads);
    } catch (IllegalArgumentException e) {
      throw new WrongInputException(String.valueOf(e.getMessage()));
    }
  }
}
