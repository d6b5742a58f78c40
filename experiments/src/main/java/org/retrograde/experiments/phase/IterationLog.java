package org.retrograde.experiments.phase;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.retrograde.experiments.engine.RunLog;
import org.retrograde.hypergrad.tune.TunerIteration;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.statistics.Digits;

/** Writes each iteration of a tuner to the metrics of a run, and shows how far it is. */
final class IterationLog implements Consumer<TunerIteration> {

  private final RunLog log;
  private long iterationStart = System.nanoTime();
  private int givenUp;
  private int runs;
  private int clipped;
  private double longest;

  IterationLog(RunLog log) {
    this.log = log;
  }

  /** Starts the clock; tuning begins. */
  void begin(int iterations) {
    log.progress().begin("tune", iterations);
    iterationStart = System.nanoTime();
  }

  @Override
  public void accept(TunerIteration iteration) {
    long now = System.nanoTime();
    double[] norms = iteration.gradientNorms().stream().mapToDouble(n -> n).sorted().toArray();
    log.append(
        new MetaIteration(
            iteration.iteration(),
            iteration.meanLoss(),
            iteration.lossBySeed(),
            norms.length == 0 ? Double.NaN : norms[norms.length / 2],
            iteration.clipped(),
            iteration.stepSize(),
            iteration.checkLoss(),
            iteration.best(),
            (now - iterationStart) / 1e9));
    iterationStart = now;
    runs += norms.length;
    clipped += iteration.clipped();
    longest = Arrays.stream(norms).filter(Double::isFinite).reduce(longest, Math::max);
    givenUp += iteration.givenUp() ? 1 : 0;
    if (!iteration.lossBySeed().isEmpty()) {
      log.progress().step(words(iteration));
    }
  }

  /** Returns how long the hypergradients were. */
  ChaosNote.Lengths lengths() {
    return new ChaosNote.Lengths(runs, clipped, longest);
  }

  /** Returns what a reader should know about the descent; empty if there is nothing. */
  Optional<String> note() {
    return givenUp == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Iterates given up in tuning: %d, because half of their runs or more diverged or"
                    + " went astray. Tuning went on from the best one so far, in shorter moves.",
                givenUp));
  }

  private static String words(TunerIteration iteration) {
    List<Double> losses = iteration.lossBySeed();
    long diverged = losses.stream().filter(loss -> !Double.isFinite(loss)).count();
    String words =
        diverged == 0
            ? "loss " + Digits.of(iteration.meanLoss())
            : String.format(Locale.ROOT, "%d of %d runs diverged", diverged, losses.size());
    return iteration.givenUp() ? words + ", given up" : words;
  }
}
