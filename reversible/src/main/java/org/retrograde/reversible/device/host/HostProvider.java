package org.retrograde.reversible.device.host;

import java.util.EnumSet;
import java.util.Set;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceProvider;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Products;

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
  public Set<Products> products() {
    return EnumSet.of(Products.FLOAT32, Products.ONEDNN, Products.OPENBLAS);
  }

  @Override
  public Device open(DeviceSettings settings) {
    HostBlas.use(settings.threads(), settings.products());
    Spans.setThreads(settings.threads());
    return new HostDevice(settings.precision());
  }
}
