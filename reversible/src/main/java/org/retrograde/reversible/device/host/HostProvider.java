package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.DeviceSettings;

/** Opens the {@code host} device. */
public final class HostProvider implements DeviceProvider {

  /** Called by the service loader. */
  public HostProvider() {}

  @Override
  public String word() {
    return HostDevice.NAME;
  }

  @Override
  public String meaning() {
    return "Java arrays and OpenBLAS";
  }

  @Override
  public Device open(DeviceSettings settings) {
    HostBlas.setThreads(settings.threads());
    return new HostDevice(settings.precision());
  }
}
