package org.retrograde.experiments.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;

/**
 * Times training and hypergradients of one run, by replay and with kept gradients, and of PyTorch
 * in turn: every round measures both, one right after the other, so that a slow minute of the
 * machine falls on both, and figures are compared round by round.
 *
 * @param run to repeat
 * @param peer what PyTorch calls the same
 * @param threads of the run
 * @param rounds of measurements, at least 1
 */
record RunBench(TrainingRun run, String peer, int threads, int rounds) {

  private static final double MILLI = 1e-3;

  /** The first seconds belong to the compiler. */
  private static final double WARM_SECONDS = 8;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Seconds by the clock, and those that the thread that asks was at work. */
  private record Cost(double seconds, double processorSeconds) {

    static Cost of(Runnable work) {
      long start = System.nanoTime();
      long processor = THREADS.getCurrentThreadCpuTime();
      work.run();
      long worked = THREADS.getCurrentThreadCpuTime() - processor;
      return new Cost((System.nanoTime() - start) / 1e9, worked / 1e9);
    }
  }

  /** Figures of one kind of work, by the clock and of the processor. */
  private static final class Both {

    private final Figure.Samples clock;
    private final Figure.Samples processor;
    private final double unit;

    Both(String name, int threads, double unit) {
      clock = new Figure.Samples(name, threads);
      processor = new Figure.Samples(name, threads);
      this.unit = unit;
    }

    void add(Cost cost, TorchPeer.@Nullable Answer torch) {
      clock.add(cost.seconds / unit, torch == null ? null : torch.seconds() / unit);
      processor.add(
          cost.processorSeconds / unit, torch == null ? null : torch.processorSeconds() / unit);
    }
  }

  private int steps() {
    return run.settings().coefficients().steps();
  }

  private Cost train() {
    return Cost.of(() -> run.train().finalLoss());
  }

  private Cost hypergradient(Strategy strategy) {
    return Cost.of(() -> strategy.differentiate(run));
  }

  /**
   * Measures; figures by name. Those of the processor's time are of a run of one thread: PyTorch's
   * is that of its process, ours that of the thread, without compiler and collector.
   */
  Map<String, Figure> measure(@Nullable TorchPeer torch, Progress progress) {
    Both step = new Both("ms", threads, steps() * MILLI);
    Both hypergradient = new Both("s", threads, 1);
    Both kept = new Both("s", threads, 1);
    Figure.Samples ratio = new Figure.Samples("", threads);
    Figure.Samples keptRatio = new Figure.Samples("", threads);
    progress.begin("one run", rounds + 1);
    warmUp(torch);
    progress.step("warm");
    for (int round = 0; round < rounds; round++) {
      Cost train = train();
      TorchPeer.Answer torchTrain = torch == null ? null : torch.answer("train", steps(), peer);
      Cost both = hypergradient(Strategy.REPLAY);
      Cost faster = hypergradient(Strategy.KEPT);
      TorchPeer.Answer torchBoth =
          torch == null ? null : torch.answer("hypergradient", steps(), peer);
      step.add(train, torchTrain);
      hypergradient.add(both, torchBoth);
      kept.add(faster, torchBoth);
      Double torchRatio =
          torchTrain == null || torchBoth == null
              ? null
              : torchBoth.seconds() / torchTrain.seconds();
      ratio.add(both.seconds / train.seconds, torchRatio);
      keptRatio.add(faster.seconds / train.seconds, torchRatio);
      progress.step(String.format(Locale.ROOT, "%.3f s a hypergradient", both.seconds));
    }
    progress.end();
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("trainStepMs", step.clock.figure());
    figures.put("hypergradientSeconds", hypergradient.clock.figure());
    figures.put("hypergradientToTraining", ratio.figure());
    figures.put("keptHypergradientSeconds", kept.clock.figure());
    figures.put("keptToTraining", keptRatio.figure());
    if (threads == 1) {
      figures.put("trainStepProcessorMs", step.processor.figure());
      figures.put("hypergradientProcessorSeconds", hypergradient.processor.figure());
      figures.put("keptProcessorSeconds", kept.processor.figure());
    }
    return figures;
  }

  private void warmUp(@Nullable TorchPeer torch) {
    long start = System.nanoTime();
    do {
      train();
      hypergradient(Strategy.REPLAY);
      hypergradient(Strategy.KEPT);
    } while (rounds > 1 && System.nanoTime() - start < WARM_SECONDS * 1e9);
    if (torch != null) {
      torch.answer("train", steps(), peer);
      torch.answer("hypergradient", steps(), peer);
    }
  }
}
