package org.retrograde.experiments.problem;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/**
 * The starts that were asked for last, kept on the device, so that runs that differ in their
 * settings alone draw once. May be shared between threads.
 *
 * <p>All that are kept have at most a sixteenth of the device's memory, the latest alone excepted:
 * a run needs several times the memory of its start.
 */
final class Starts {

  private static final int SHARE = 16;

  private final long mostBytes;
  private final Map<Key, Drawn> kept = new LinkedHashMap<>();

  Starts(Device device) {
    this(device.memoryBytes() / SHARE);
  }

  /** Keeps starts of so many bytes, and the latest whatever it has. */
  Starts(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** What decides a start within an experiment. */
  record Key(Parametrization parametrization, int width, long seed) {}

  /** One start; the first who asks draws it, and others wait. */
  private record Drawn(long bytes, Later<List<Tensor>> tensors) {}

  /**
   * Returns a start, drawn if it is not kept.
   *
   * @param bytes that it will have
   * @return not to be modified
   */
  List<Tensor> get(Key key, long bytes, Supplier<List<Tensor>> draw) {
    return latest(key, bytes, draw).tensors().get();
  }

  /** Moves a start to the end, having let go of what no longer fits beside it. */
  private synchronized Drawn latest(Key key, long bytes, Supplier<List<Tensor>> draw) {
    Drawn known = kept.remove(key);
    Drawn latest =
        known == null ? new Drawn(bytes, new Later<>(() -> List.copyOf(draw.get()))) : known;
    long sum = latest.bytes() + kept.values().stream().mapToLong(Drawn::bytes).sum();
    Iterator<Drawn> oldest = kept.values().iterator();
    while (sum > mostBytes && oldest.hasNext()) {
      sum -= oldest.next().bytes();
      oldest.remove();
    }
    kept.put(key, latest);
    return latest;
  }
}
