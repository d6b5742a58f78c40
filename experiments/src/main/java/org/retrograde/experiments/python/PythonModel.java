package org.retrograde.experiments.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.Sha256;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** A model in Python, on no device yet: its workers and what they say of it. */
final class PythonModel {

  private final ExperimentConfig config;
  private final PythonSettings settings;
  private final WorkerSettings started;
  private final Map<Precision, Workers> workers = new ConcurrentHashMap<>();
  private final WorkerLog log = new WorkerLog();
  private final ModelAbout about;
  private final Map<String, String> hashes;
  private final TensorRoles roles;
  private final List<double[]> extras;
  private final Map<Integer, ModelTensors> tensors = new ConcurrentHashMap<>();

  /**
   * Starts a worker and looks at the file.
   *
   * @throws DataException if the file lacks something
   */
  PythonModel(ExperimentConfig config) {
    this.config = config;
    this.settings = config.problem().settings(PythonSettings.class);
    this.started = started(config);
    this.hashes = hashes(started);
    try {
      this.about = workers(config.run().precision()).ask(Session::about);
      requireWidths();
      this.roles = new TensorRoles(tensors(width()), wider(), settings.roles());
      this.extras = startOfExtras();
    } catch (PythonException e) {
      close();
      throw new DataException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void requireWidths() {
    if (settings.hasWidths() && !about.hasWidth()) {
      throw new DataException(
          "%s: problem.python.width is %d, but its model comes in one width; define make(width)"
              .formatted(settings.file(), settings.width()));
    }
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
                String name = String.valueOf(file.getFileName());
                hashes.merge(name, Sha256.of(Files.readAllBytes(file)), "%s, %s"::formatted);
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
  void close() {
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

  /** Returns the width where it is tuned; 0 if it comes in one width. */
  int width() {
    return settings.width();
  }

  /** Returns the parameters of a width. */
  ModelTensors tensors(int width) {
    return tensors.computeIfAbsent(
        width, asked -> workers().ask(session -> session.tensors(asked, 0)));
  }

  /** Returns what the parameters do. */
  TensorRoles roles() {
    return roles;
  }

  /** Returns the parameters of twice the width, which show what grows; empty if there are none. */
  private Optional<ModelTensors> wider() {
    if (!settings.hasWidths()) {
      return Optional.empty();
    }
    try {
      return Optional.of(tensors(2 * width()));
    } catch (PythonException e) {
      return Optional.empty(); // it may not come in this one
    }
  }

  private List<double[]> startOfExtras() {
    if (about.extras().isEmpty()) {
      return List.of();
    }
    try (Device device = Devices.open("host", config.run().precision(), 1)) {
      List<Tensor> starts =
          about.extras().stream().map(one -> device.tensor(one.rows(), one.cols())).toList();
      workers()
          .ask(
              session -> {
                session.extras(width(), 0, starts);
                return true;
              });
      return starts.stream().map(Tensor::toArray).toList();
    }
  }

  /** Returns what the arrays that enter the loss start from, by their names. */
  Map<String, double[]> extras() {
    Map<String, double[]> starts = new LinkedHashMap<>();
    for (int i = 0; i < extras.size(); i++) {
      starts.put(about.extras().get(i).name(), extras.get(i).clone());
    }
    return starts;
  }

  /** Returns the root mean square of each parameter at the start of a width. */
  double[] sizes(int width) {
    try (Device device = Devices.open("host", config.run().precision(), 1)) {
      return objective(device, width, 0).initialWeights(device).stream()
          .mapToDouble(tensor -> Math.sqrt(tensor.dot(tensor).value() / tensor.size()))
          .toArray();
    }
  }

  /** Makes the objective of a run. */
  PythonObjective objective(Device device, int width, long seed) {
    return new PythonObjective(
        workers(device.precision()),
        device,
        width,
        seed,
        roles.groups(tensors(width)),
        about.extras(),
        extras);
  }

  /** Returns the hashes of its files, by their names. */
  Map<String, String> hashes() {
    return hashes;
  }

  /** Says where what it prints is written. */
  void logInto(Path folder) {
    log.writeTo(folder.resolve("python.log"));
  }

  /** Returns the names of its files. */
  List<String> files() {
    return List.copyOf(hashes.keySet());
  }
}
