package org.retrograde.models.bench;

import java.util.List;
import java.util.Locale;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * Times a device; what gpu/device-check.sh runs. Arguments: the name of the device, then what to
 * measure, each answered by one line of JSON:
 *
 * <ul>
 *   <li>{@code momentum:WIDTH:SHORT:LONG} and {@code adamw:...}: a training step and a step of a
 *       hypergradient of a network, by difference of two lengths, see {@link NetworkTimes};
 *   <li>{@code rates:PARAMETERS}: bytes a second of a copy and of the updates, see {@link
 *       UpdateRates};
 *   <li>{@code once:OPTIMIZER:WIDTH:STEPS}: one hypergradient, for a profiler to watch;
 *   <li>{@code largest:WIDTH,WIDTH,...}: the first of these networks, widest first, of which a
 *       hypergradient fits into the device's memory.
 * </ul>
 *
 * <p>What fails is told in its line, {@code "error"}, and what comes after it is measured still.
 */
public final class DeviceBench {

  private DeviceBench() {}

  /** Measures what the arguments say. */
  public static void main(String[] arguments) {
    for (String work : List.of(arguments).subList(1, arguments.length)) {
      System.out.println(measure(arguments[0], work));
    }
  }

  /**
   * Returns one line of JSON.
   *
   * @param device name of the device
   * @param work what to measure, as above
   */
  static String measure(String device, String work) {
    JsonLine line = new JsonLine().put("work", work).put("device", device);
    String[] parts = work.split(":", -1);
    try (Device opened = Devices.open(device, Precision.FLOAT32, 1)) {
      switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "momentum", "adamw" -> NetworkTimes.of(parts).measure(opened, line);
        case "rates" -> new UpdateRates(opened, Integer.parseInt(parts[1])).measure(line);
        case "once" -> NetworkTimes.once(opened, parts, line);
        case "largest" -> NetworkTimes.largest(opened, parts[1].split(",", -1), line);
        default -> throw new IllegalArgumentException("unknown work '%s'".formatted(work));
      }
    } catch (RuntimeException e) {
      line.put("error", String.valueOf(e));
    }
    return line.toString();
  }
}
