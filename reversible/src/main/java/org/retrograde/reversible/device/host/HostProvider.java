package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.Precision;

/** Opens the {@code host} device. */
public final class HostProvider implements DeviceProvider {

  /** Called by the service loader. */
  public HostProvider() {}

  @Override
  public String name() {
    return HostDevice.NAME;
  }

  @Override
  public Device open(Precision precision, int threads) {
    HostBlas.setThreads(threads);
    return new HostDevice(precision);
  }
}
