package org.retrograde.models.bench;

import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.cuda.CudaDevice;

/**
 * How much a device was asked for so far; 0 where it does not count.
 *
 * @param launches kernels, products and graphs launched
 * @param waits how often a thread waited
 */
record Counts(long launches, long waits) {

  static Counts of(Device device) {
    return device instanceof CudaDevice card
        ? new Counts(card.launches(), card.waits())
        : new Counts(0, 0);
  }

  Counts minus(Counts other) {
    return new Counts(launches - other.launches, waits - other.waits);
  }
}
