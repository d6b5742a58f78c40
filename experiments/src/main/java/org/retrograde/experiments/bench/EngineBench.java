package org.retrograde.experiments.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.plan.MemoryProbe;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * Times training, hypergradients and updates on the {@link Workload}s, and PyTorch in turn with
 * them: every round measures both, one right after the other, so that a slow minute of the machine
 * falls on both, and figures are compared round by round.
 *
 * @param device name of the device
 * @param threads of a run
 * @param steps T of the narrow workload
 * @param rounds of measurements, at least 1
 */
public record EngineBench(String device, int threads, int steps, int rounds) {

  private static final int MEMORY_STEPS = 1000;
  private static final int WARM_STEPS = 3;
  private static final int WIDE_STEPS = 10;
  private static final int AT_ONCE = 2;
  private static final double MEGA = 1e6;
  private static final double MILLI = 1e-3;

  /** Measures everything; figures by name. */
  public Map<String, Figure> run(Peers peers, Progress progress) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    try (Device opened = Devices.open(device, Precision.FLOAT32, threads)) {
      figures.putAll(oneRun(opened, peers, progress));
      figures.put("wideTrainStepMs", wide(opened, peers, progress));
      figures.put(
          "extraMegabytesT" + MEMORY_STEPS,
          memory(opened, MEMORY_STEPS, Strategy.REPLAY, count -> null, progress));
      figures.put("keptMegabytes", memory(opened, steps, Strategy.KEPT, peers, progress));
    }
    try (Device opened = Devices.open(device, Precision.FLOAT32, 1)) {
      figures.put("runsPerSecondTwoAtOnce", twoAtOnce(opened, peers, progress));
    }
    return figures;
  }

  private Map<String, Figure> oneRun(Device opened, Peers peers, Progress progress) {
    try (TorchPeer torch = peers.start(threads)) {
      return new RunBench(Workload.NARROW.run(opened, steps), "narrow", threads, rounds)
          .measure(torch, progress);
    }
  }

  private Figure wide(Device opened, Peers peers, Progress progress) {
    Figure.Samples samples = new Figure.Samples("ms", threads);
    TrainingRun run = Workload.WIDE.run(opened, WIDE_STEPS);
    progress.begin("wide", rounds + 1);
    try (TorchPeer peer = peers.start(threads)) {
      for (int round = 0; round <= rounds; round++) {
        double ours = Workload.trainSeconds(run);
        Double torch = peer == null ? null : peer.seconds("train", WIDE_STEPS, "wide");
        if (round > 0) {
          samples.add(ours / WIDE_STEPS / MILLI, torch == null ? null : torch / WIDE_STEPS / MILLI);
        }
        progress.step(String.format(Locale.ROOT, "%.1f ms a step", ours / WIDE_STEPS / MILLI));
      }
    }
    progress.end();
    return samples.figure();
  }

  private Figure memory(
      Device opened, int count, Strategy strategy, Peers peers, Progress progress) {
    progress.begin("memory", 1);
    Figure.Samples samples = new Figure.Samples("MB", threads);
    TrainingRun run = Workload.NARROW.run(opened, count);
    // Makes what an objective keeps between runs, as the warm-up of PyTorch's figure does.
    Workload.hypergradientSeconds(run.withSettings(run.settings().head(WARM_STEPS)));
    double peak = MemoryProbe.peak(run, strategy) / MEGA;
    try (TorchPeer torch = peers.start(threads)) {
      samples.add(peak, torch == null ? null : torch.seconds("memory", count, "narrow"));
    }
    progress.step(String.format(Locale.ROOT, "%.2f MB", peak));
    progress.end();
    return samples.figure();
  }

  private Figure twoAtOnce(Device opened, Peers peers, Progress progress) {
    Figure.Samples samples = new Figure.Samples("1/s", 1);
    List<TrainingRun> runs = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      runs.add(Workload.NARROW.run(opened, steps));
    }
    ExecutorService threadsOfRuns = Executors.newFixedThreadPool(AT_ONCE);
    progress.begin("two runs", rounds + 1);
    try (TorchPeer one = peers.start(1);
        TorchPeer two = peers.start(1)) {
      for (int round = 0; round <= rounds; round++) {
        double ours = AT_ONCE / secondsOf(threadsOfRuns, runs);
        Double torch = one == null || two == null ? null : AT_ONCE / secondsOf(one, two);
        if (round > 0) {
          samples.add(ours, torch);
        }
        progress.step(String.format(Locale.ROOT, "%.2f a second", ours));
      }
    } finally {
      threadsOfRuns.shutdownNow();
    }
    progress.end();
    return samples.figure();
  }

  private static double secondsOf(ExecutorService threads, List<TrainingRun> runs) {
    long start = System.nanoTime();
    List<Future<Double>> all = new ArrayList<>();
    for (TrainingRun run : runs) {
      all.add(threads.submit(() -> Workload.hypergradientSeconds(run)));
    }
    for (Future<Double> each : all) {
      try {
        each.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a run failed", e.getCause());
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private double secondsOf(TorchPeer one, TorchPeer two) {
    long start = System.nanoTime();
    one.request("hypergradient", steps, "narrow");
    two.request("hypergradient", steps, "narrow");
    one.answer();
    two.answer();
    return (System.nanoTime() - start) / 1e9;
  }
}
