package org.retrograde.models.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.reversible.device.Device;

/**
 * Times of networks 784-W-W-W-10 (W below 100; batches of 250) or 784-W-W-10 (batches of 256), tanh
 * and cross entropy, float32: of a training step, and of a step of the hypergradient by exact
 * replay, training included.
 *
 * <p>Each is the difference between a long run and a short one, divided by the steps they differ
 * by, so that what happens once a run cancels: drawing the start, planning launches. Runs take
 * turns, and of each length the median counts; the first of each is not counted.
 *
 * @param optimizer momentum or adamw
 * @param width of the hidden layers
 * @param shortRun steps; at least twice the {@link TimedNetwork#BATCHES} different batches, so that
 *     all launches are planned in it
 * @param longRun steps
 */
record NetworkTimes(String optimizer, int width, int shortRun, int longRun) {

  private static final int REPEATS = 3;
  private static final int LARGEST_STEPS = 3;

  NetworkTimes {
    if (shortRun < 1 || longRun <= shortRun) {
      throw new IllegalArgumentException(
          "lengths must rise from 1, got %d and %d".formatted(shortRun, longRun));
    }
  }

  /** Reads optimizer:width:short:long. */
  static NetworkTimes of(String[] parts) {
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "must be optimizer:width:short:long, got '%s'".formatted(String.join(":", parts)));
    }
    return new NetworkTimes(
        parts[0].toLowerCase(Locale.ROOT),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]));
  }

  private record Sample(double seconds, Counts counts) {}

  void measure(Device device, JsonLine line) {
    TimedNetwork network = new TimedNetwork(device, width);
    List<Hypergradient> last = new ArrayList<>();
    JsonLine head =
        line.put("kind", "network")
            .put("optimizer", optimizer)
            .put("width", width)
            .put("parameters", network.parameters())
            .put("steps", longRun);
    difference(
        head,
        "train",
        device,
        steps -> {
          network.run(optimizer, steps).train().finalLoss();
        });
    difference(
        head,
        "hypergradient",
        device,
        steps -> {
          last.clear();
          last.add(Strategy.REPLAY.differentiate(network.run(optimizer, steps)));
        });
    head.put("memoryMiB", device.nativeBytes() >> 20)
        .put("exact", last.get(0).reversal().exact())
        .put("finalLoss", last.get(0).finalLoss());
  }

  /** A run of a number of steps. */
  private interface Work {

    void run(int steps);
  }

  private void difference(JsonLine line, String name, Device device, Work work) {
    List<Sample> shorts = new ArrayList<>();
    List<Sample> longs = new ArrayList<>();
    for (int repeat = 0; repeat <= REPEATS; repeat++) {
      Sample s = sample(device, shortRun, work);
      Sample l = sample(device, longRun, work); // last, for its memory
      if (repeat > 0) {
        shorts.add(s);
        longs.add(l);
      }
    }
    double steps = longRun - shortRun;
    Counts counts = longs.get(0).counts().minus(shorts.get(0).counts());
    line.put(name + "Ms", 1e3 * (seconds(longs) - seconds(shorts)) / steps)
        .put(name + "Seconds", seconds(longs))
        .put(name + "LaunchesPerStep", counts.launches() / steps)
        .put(name + "WaitsPerStep", counts.waits() / steps);
  }

  private static double seconds(List<Sample> samples) {
    return Medians.of(samples.stream().map(Sample::seconds).toList());
  }

  private static Sample sample(Device device, int steps, Work work) {
    System.gc(); // the arrays of the run before return to the device
    Counts before = Counts.of(device);
    long start = System.nanoTime();
    work.run(steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Sample(seconds, Counts.of(device).minus(before));
  }

  /** Differentiates once:optimizer:width:steps. */
  static void once(Device device, String[] parts, JsonLine line) {
    TimedNetwork network = new TimedNetwork(device, Integer.parseInt(parts[2]));
    int steps = Integer.parseInt(parts[3]);
    Hypergradient found = Strategy.REPLAY.differentiate(network.run(parts[1], steps));
    line.put("kind", "once").put("exact", found.reversal().exact());
  }

  /** Differentiates the widest network that fits. */
  static void largest(Device device, String[] widths, JsonLine line) {
    line.put("kind", "largest");
    for (String width : widths) {
      long start = System.nanoTime();
      try {
        TimedNetwork network = new TimedNetwork(device, Integer.parseInt(width));
        Hypergradient found = Strategy.REPLAY.differentiate(network.run("momentum", LARGEST_STEPS));
        double bytes = device.nativeBytes();
        line.put("width", Integer.parseInt(width))
            .put("parameters", network.parameters())
            .put("steps", LARGEST_STEPS)
            .put("memoryMiB", device.nativeBytes() >> 20)
            .put("bytesPerParameter", bytes / network.parameters())
            .put("exact", found.reversal().exact())
            .put("seconds", (System.nanoTime() - start) / 1e9);
        return;
      } catch (RuntimeException e) {
        line.put("tooLarge" + width, String.valueOf(e.getMessage()));
      }
      System.gc();
    }
    throw new IllegalStateException("none of %s fits".formatted(String.join(", ", widths)));
  }
}
