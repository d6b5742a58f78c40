package org.retrograde.experiments.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.plan.MemoryProbe;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Times training and hypergradients of {@link TransformerWorkload}s, and PyTorch in turn with them,
 * after both have trained to the same loss.
 *
 * @param device name of the device
 * @param threads of a run
 * @param steps T
 * @param rounds of measurements, at least 1
 */
public record TransformerBench(String device, int threads, int steps, int rounds) {

  private static final int NARROW = 64;
  private static final List<Integer> WIDTHS = List.of(NARROW, 256);
  private static final int MEMORY_STEPS = 400;
  private static final int WARM_STEPS = 3;
  private static final double MEGA = 1e6;

  /** Measures everything; figures by name, those of a width with its number at the end. */
  public Map<String, Figure> run(Peers peers, Progress progress) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    try (Device opened = Devices.open(device, Precision.FLOAT32, threads);
        TorchPeer torch = peers.start(threads)) {
      for (int width : WIDTHS) {
        measure(opened, width, torch, progress)
            .forEach((name, figure) -> figures.put(name + width, figure));
      }
      figures.put("extraMegabytesT" + MEMORY_STEPS, memory(opened, progress));
    }
    return figures;
  }

  private Map<String, Figure> measure(
      Device opened, int width, @Nullable TorchPeer torch, Progress progress) {
    TransformerWorkload workload = new TransformerWorkload(width);
    TrainingRun run = workload.run(opened, steps);
    Map<String, Figure> figures = new LinkedHashMap<>();
    try {
      Path file = Files.createTempFile("retrograde-bench", ".bin");
      try {
        workload.write(file, opened, steps);
        figures.put("finalLoss", loss(run, torch, file.toString()));
        figures.put("hypergradientSum", sum(run, torch, file.toString()));
        figures.putAll(
            new RunBench(run, file.toString(), threads, rounds).measure(torch, progress));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write what PyTorch reads", e);
    }
    return figures;
  }

  /** Compares the losses at the end: whether both have trained the same network. */
  private Figure loss(TrainingRun run, @Nullable TorchPeer torch, String file) {
    Figure.Samples samples = new Figure.Samples("nats", threads);
    samples.add(
        run.train().finalLoss(),
        torch == null ? null : torch.answer("train", steps, file).result());
    return samples.figure();
  }

  /** Compares the sums of the derivatives with respect to the learning rates. */
  private Figure sum(TrainingRun run, @Nullable TorchPeer torch, String file) {
    double sum = 0;
    for (double[] row :
        Strategy.REPLAY
            .differentiate(run)
            .derivative()
            .coefficients()
            .copyOf(Coefficient.LEARNING_RATE)) {
      for (double each : row) {
        sum += each;
      }
    }
    Figure.Samples samples = new Figure.Samples("", threads);
    samples.add(sum, torch == null ? null : torch.answer("hypergradient", steps, file).result());
    return samples.figure();
  }

  private Figure memory(Device opened, Progress progress) {
    progress.begin("memory", 1);
    Figure.Samples samples = new Figure.Samples("MB", threads);
    TrainingRun run = new TransformerWorkload(NARROW).run(opened, MEMORY_STEPS);
    // Makes what an objective keeps between runs, as the warm-up of PyTorch's figure does.
    Strategy.REPLAY.differentiate(run.withSettings(run.settings().head(WARM_STEPS)));
    double peak = MemoryProbe.peak(run, Strategy.REPLAY) / MEGA;
    samples.add(peak, null);
    progress.step(String.format(Locale.ROOT, "%.2f MB", peak));
    progress.end();
    return samples.figure();
  }
}
