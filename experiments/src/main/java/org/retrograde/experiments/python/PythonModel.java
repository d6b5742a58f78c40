package org.retrograde.experiments.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.Sha256;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;

/** A model in Python that has proved that it can be differentiated exactly, on no device yet. */
final class PythonModel implements LoadedProblem {

  private final ExperimentConfig config;
  private final PythonSettings settings;
  private final WorkerSettings started;
  private final Map<Precision, Workers> workers = new ConcurrentHashMap<>();
  private final WorkerLog log = new WorkerLog();
  private final ModelAbout about;
  private final Map<String, String> hashes;
  private final List<String> proof;
  private final Map<Integer, ModelTensors> tensors = new ConcurrentHashMap<>();

  private PythonModel(ExperimentConfig config) {
    this.config = config;
    this.settings = config.problem().settings(PythonSettings.class);
    this.started = started(config);
    this.hashes = hashes(started);
    try {
      this.about = workers(config.run().precision()).ask(Session::about);
      this.proof = new Proof(this, config).inWords();
    } catch (PythonException e) {
      close();
      throw new DataException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Reads the file, and proves that its losses have the derivatives that they say.
   *
   * @throws DataException if they have not, or the file lacks something
   */
  static PythonModel load(ExperimentConfig config) {
    return new PythonModel(config);
  }

  private static WorkerSettings started(ExperimentConfig config) {
    PythonSettings settings = config.problem().settings(PythonSettings.class);
    RunConfig run = config.run();
    return new WorkerSettings(
        run.python(),
        Path.of(settings.file()),
        settings.files().stream().map(Path::of).toList(),
        run.precision(),
        run.threads(),
        settings.device(),
        settings.secondOrder(),
        Duration.ofSeconds(run.pythonLimit()));
  }

  private static Map<String, String> hashes(WorkerSettings settings) {
    Map<String, String> hashes = new LinkedHashMap<>();
    Stream.concat(Stream.of(settings.file()), settings.others().stream())
        .forEach(
            file -> {
              try {
                hashes.put(String.valueOf(file.getFileName()), Sha256.of(Files.readAllBytes(file)));
              } catch (IOException e) {
                throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
              }
            });
    return hashes;
  }

  /** Returns the workers that evaluate it with numbers of a precision. */
  Workers workers(Precision precision) {
    return workers.computeIfAbsent(precision, asked -> new Workers(started.with(asked), log));
  }

  /** Returns the workers of the run's own precision. */
  private Workers workers() {
    return workers(config.run().precision());
  }

  /** Ends the workers that nobody asks. */
  private void close() {
    workers.values().forEach(Workers::close);
  }

  /** Returns what its file defines. */
  ModelAbout about() {
    return about;
  }

  /** Returns its keys. */
  PythonSettings settings() {
    return settings;
  }

  /** Returns what was proved at the start, in words. */
  List<String> proof() {
    return proof;
  }

  /** Returns the width where it is tuned; 0 if it comes in one width. */
  int width() {
    if (!about.hasWidth()) {
      return 0;
    }
    int width = settings.width() > 0 ? settings.width() : about.width();
    if (width == 0) {
      throw new DataException(
          "%s: its make(width) has no default; say problem.python.width"
              .formatted(settings.file()));
    }
    return width;
  }

  /** Returns the width from which width factors count; 0 if it comes in one width. */
  int baseWidth() {
    return settings.baseWidth() > 0 && about.hasWidth() ? settings.baseWidth() : width();
  }

  /** Returns the parameters of a width. */
  ModelTensors tensors(int width) {
    return tensors.computeIfAbsent(
        width, asked -> workers().ask(session -> session.tensors(asked, 0)));
  }

  /** Returns what the parameters do. */
  TensorRoles roles() {
    return new TensorRoles(tensors(width()), settings.roles());
  }

  /** Makes the objective of a run. */
  PythonObjective objective(Device device, int width, long seed) {
    return new PythonObjective(
        workers(device.precision()),
        device,
        width,
        seed,
        tensors(width).groups(roles()),
        about.extras());
  }

  @Override
  public Map<String, String> dataHashes() {
    return hashes;
  }

  @Override
  public TrainingProblem on(Device device) {
    return new PythonProblem(this, config, device);
  }

  @Override
  public void logInto(Path folder) {
    log.writeTo(folder.resolve("python.log"));
  }

  /** Returns the names of its files. */
  List<String> files() {
    return List.copyOf(hashes.keySet());
  }
}
