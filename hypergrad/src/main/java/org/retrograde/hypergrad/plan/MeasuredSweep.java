package org.retrograde.hypergrad.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.reversible.device.Device;

/**
 * What one hypergradient took, its way forward and its way back apart.
 *
 * @param forwardSeconds until the first step back: training, and the gradient of the final loss
 * @param backSeconds from there, without the looks at memory
 * @param memoryBytes on the card, or live heap after a collection and memory outside of it, at the
 *     largest of a few looks on the way back, beyond what there was before the run was made
 * @param fileBytes of what was spilled, and of what long runs keep in files, at the largest of
 *     these looks
 * @param exact whether the way back ended at the bits of the start
 */
public record MeasuredSweep(
    double forwardSeconds, double backSeconds, long memoryBytes, long fileBytes, boolean exact) {

  /** Short sweeps are timed five times: one of them alone is at the mercy of its moment. */
  private static final int REPEATS = 5;

  private static final double LONG_SECONDS = 3;

  /**
   * Makes a run and differentiates it, looking at memory on the way. Where that takes less than
   * three seconds, four more runs are timed without looking, and the medians of all five count.
   *
   * @param runs makes a new run, settings and objective included, at each call; what they share,
   *     such as the data, is not counted
   */
  public static MeasuredSweep of(Device device, Supplier<TrainingRun> runs, Strategy strategy) {
    return of(device, runs, strategy, Clock.WALL);
  }

  /** Measures with another clock. */
  public static MeasuredSweep of(
      Device device, Supplier<TrainingRun> runs, Strategy strategy, Clock clock) {
    InUse before = InUse.of(device);
    Looked first = Looked.of(runs.get(), strategy, before, clock);
    MemoryProbe probe = first.probe();
    probe.seeAfter();
    List<Timing> timings = new ArrayList<>(List.of(first.timing()));
    while (timings.size() < REPEATS && timings.get(0).total() < LONG_SECONDS) {
      timings.add(Timing.of(runs.get(), strategy, null, clock));
    }
    return new MeasuredSweep(
        median(timings, Timing::forward),
        median(timings, Timing::back),
        probe.peakInMemory(),
        probe.peakInFiles(),
        timings.stream().allMatch(Timing::exact));
  }

  /** Returns the time there and back. */
  public double seconds() {
    return forwardSeconds + backSeconds;
  }

  private static double median(List<Timing> timings, ToDoubleFunction<Timing> value) {
    return StatUtils.percentile(timings.stream().mapToDouble(value).toArray(), 50);
  }

  /** A sweep that was looked at; its run is gone. */
  private record Looked(MemoryProbe probe, Timing timing) {

    static Looked of(TrainingRun run, Strategy strategy, InUse before, Clock clock) {
      MemoryProbe probe = new MemoryProbe(run, before, clock);
      return new Looked(probe, Timing.of(run, strategy, probe, clock));
    }
  }

  private record Timing(double forward, double back, boolean exact) {

    static Timing of(TrainingRun run, Strategy strategy, @Nullable MemoryProbe probe, Clock clock) {
      long start = clock.nanos();
      long[] turn = {0};
      Hypergradient hypergradient =
          strategy.differentiate(
              run,
              (step, keptStates, fileBytes) -> {
                turn[0] = turn[0] == 0 ? clock.nanos() : turn[0];
                if (probe != null) {
                  probe.beforeStepBack(step, keptStates, fileBytes);
                }
              });
      long back = clock.nanos() - turn[0] - (probe == null ? 0 : probe.nanos());
      return new Timing((turn[0] - start) / 1e9, back / 1e9, hypergradient.reversal().exact());
    }

    double total() {
      return forward + back;
    }
  }
}
