package org.retrograde.experiments.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.commons.io.FileUtils;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.remote.Spool;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/** The time of some hypergradients through a spool with two workers, in turn with one. */
public final class WorkersBench {

  /** So many that what each worker compiles at first does not count for much. */
  private static final int TRIALS = 12;

  private static final int FIRST_STEPS = 200;
  private static final int WARM_UP = 4;

  private final double seconds;
  private final int rounds;
  private final Function<Path, List<String>> worker;

  /**
   * Prepares it.
   *
   * @param seconds that a trial is to take
   * @param rounds of each figure
   * @param worker words of a command line that works in a spool until it is ended
   */
  public WorkersBench(double seconds, int rounds, Function<Path, List<String>> worker) {
    this.seconds = seconds;
    this.rounds = rounds;
    this.worker = worker;
  }

  private static ExperimentConfig config(int steps) {
    return ConfigReader.readText(
        "bench --workers",
        String.format(
            Locale.ROOT,
            """
            name: workers
            data: {source: synthetic, features: 100, classes: 10, train: 2000, validation: 500, test: 500}
            model: {hidden: [256, 256]}
            training: {steps: %d, batch: 50, optimizer: adamw, learning-rate: 0.001}
            judge: {seeds: 1}
            """,
            steps),
        List.of());
  }

  /**
   * Measures, and says how far it is.
   *
   * @throws InterruptedException if the thread is interrupted; the workers end
   */
  public Map<String, Figure> run(Progress progress) throws InterruptedException {
    ExperimentConfig first = config(FIRST_STEPS);
    try (Device device = Devices.open("host", first.run().deviceSettings())) {
      int steps = steps(ProblemType.open(first, device));
      TrainingProblem problem = ProblemType.open(config(steps), device);
      Figure.Samples times = new Figure.Samples("s", 1);
      progress.begin("%d hypergradients of %d steps".formatted(TRIALS, steps), rounds);
      for (int round = 0; round < rounds; round++) {
        // In turn, as a machine that others use slows down for minutes.
        double one = round % 2 == 0 ? time(problem, 1) : Double.NaN;
        double two = time(problem, 2);
        times.add(two, round % 2 == 0 ? one : time(problem, 1));
        progress.step(String.format(Locale.ROOT, "two workers %.1f s", two));
      }
      progress.end();
      return Map.of("two workers", times.figure());
    }
  }

  /** Returns of how many steps a trial must be, once what is compiled at first has been. */
  private int steps(TrainingProblem problem) {
    List<Trial<Derivative.Found>> trials = trials(problem);
    double last = Double.NaN;
    for (Trial<Derivative.Found> trial : trials.subList(0, WARM_UP)) {
      last = trial.outcome().seconds();
    }
    return Math.max(1, (int) Math.round(FIRST_STEPS * seconds / last));
  }

  private static List<Trial<Derivative.Found>> trials(TrainingProblem problem) {
    return Trial.onSeeds(
        problem,
        Hyperparameters.settings(problem, problem.config().startingArm()),
        LongStream.range(0, TRIALS).boxed().toList(),
        new Derivative(Strategy.REPLAY));
  }

  private double time(TrainingProblem problem, int workers) throws InterruptedException {
    Path folder = folder();
    List<Process> processes = new ArrayList<>();
    try (TrialEngine spool = new Spool(folder.toString(), true).open(1, line -> {})) {
      for (int i = 0; i < workers; i++) {
        processes.add(start(worker.apply(folder)));
      }
      long begin = System.nanoTime();
      spool.run(trials(problem));
      return (System.nanoTime() - begin) / 1e9;
    } finally {
      for (Process process : processes) {
        process.destroy();
        process.waitFor();
      }
      remove(folder);
    }
  }

  private static Process start(List<String> words) {
    try {
      return new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a worker: " + e.getMessage(), e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("retrograde-workers");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
