package org.retrograde.reversible.device;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.device.cuda.CudaDevices;

/**
 * A device that must keep the contracts, in one precision.
 *
 * @param name one of {@link Devices#names()}
 * @param precision of weights, activations and gradients
 */
public record TestedDevice(String name, Precision precision) {

  /** Names one device, to run the contracts on it alone. */
  private static final String ONLY = "retrograde.test.device";

  /** Returns {@link #names()} in both precisions. */
  public static Stream<TestedDevice> all() {
    return names().stream()
        .flatMap(
            name ->
                Stream.of(Precision.values()).map(precision -> new TestedDevice(name, precision)));
  }

  /**
   * Returns the devices that this computer can run, and {@code cuda} or its emulation whether it
   * can or not: where neither a card nor a C++ compiler is there, its tests fail.
   */
  public static List<String> names() {
    String only = System.getProperty(ONLY);
    return only == null
        ? Stream.concat(Devices.usable().stream(), Stream.of(CudaDevices.NAME)).distinct().toList()
        : List.of(only);
  }

  Device open() {
    return Devices.open(name, precision, 1);
  }

  @Override
  public String toString() {
    return name + ", " + precision.word();
  }
}
