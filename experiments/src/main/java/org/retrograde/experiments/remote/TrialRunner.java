package org.retrograde.experiments.remote;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.problem.CheckpointPlace;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/**
 * Runs trials that come as text, in a process that has the program and the data: text in, text out.
 * What it loads for one trial it keeps for the next. May be shared between threads.
 */
@API(status = Status.EXPERIMENTAL)
public final class TrialRunner implements AutoCloseable {

  private final SentFiles files;
  private final @Nullable Path checkpoints;
  private final Map<String, Device> devices = new LinkedHashMap<>();

  /** Those of the trials last run: a config has few, and their data may be large. */
  private @Nullable Loaded last;

  private record Loaded(String key, TrainingProblem problem) {}

  /**
   * Makes a runner.
   *
   * @param files finds files that came with the trials
   * @param checkpoints folder where trials whose config asks for it keep their states, so that
   *     whoever runs them next goes on from there; null for none
   */
  public TrialRunner(SentFiles files, @Nullable Path checkpoints) {
    this.files = files;
    this.checkpoints = checkpoints;
  }

  /**
   * Runs a trial.
   *
   * @return its outcome, or what it failed by; a line
   * @throws TrialTextException if it is not to be run here: of another program, on a machine that
   *     computes otherwise, or on other data
   */
  public TrialResult run(TrialSpec spec) {
    TrainingProblem problem = problem(spec);
    Surroundings here = Surroundings.of(problem.device()).with(problem.surroundings());
    List<String> differences = spec.surroundings().differences(here);
    if (!differences.isEmpty()) {
      throw new TrialTextException(
          "%s would compute other bits than where the run was begun: %s"
              .formatted(ThisProcess.hostName(), String.join("; ", differences)));
    }
    Trial<?> trial = TrialText.trial(spec, problem);
    try {
      Outcome<?> outcome = trial.outcome();
      return TrialResult.of(spec, outcome, here);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // it is given up
      }
      return TrialResult.failed(spec, String.valueOf(e), here);
    }
  }

  private synchronized TrainingProblem problem(TrialSpec spec) {
    String key = spec.config() + " " + spec.data() + " " + spec.files();
    if (last == null || !last.key.equals(key)) {
      last = null; // its data may go before others come
      last = new Loaded(key, load(spec));
    }
    return last.problem;
  }

  private TrainingProblem load(TrialSpec spec) {
    ExperimentConfig config = TrialText.config(spec, FoundFiles.of(spec, files));
    LoadedProblem loaded = ProblemType.load(config);
    requireSame(spec.data(), loaded.dataHashes());
    return keepingStates(loaded.on(device(config.run())));
  }

  private TrainingProblem keepingStates(TrainingProblem problem) {
    Path folder = checkpoints;
    if (folder == null) {
      return problem;
    }
    Map<String, String> versions = Map.of("program", ProgramHash.get());
    return problem
        .config()
        .run()
        .betweenCheckpoints()
        .map(between -> problem.keepingIn(new CheckpointPlace(folder, between, versions)))
        .orElse(problem);
  }

  private Device device(RunConfig run) {
    return devices.computeIfAbsent(
        run.device() + " " + run.deviceSettings(),
        key -> Devices.open(run.device(), run.deviceSettings()));
  }

  private static void requireSame(Map<String, String> wanted, Map<String, String> found) {
    TreeSet<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(found.keySet());
    names.removeIf(name -> Objects.equals(wanted.get(name), found.get(name)));
    if (!names.isEmpty()) {
      throw new TrialTextException(
          "the data on %s are not those that the run was begun with: %s differ"
              .formatted(ThisProcess.hostName(), String.join(", ", names)));
    }
  }

  @Override
  public synchronized void close() {
    last = null;
    devices.values().forEach(Device::close);
    devices.clear();
  }
}
