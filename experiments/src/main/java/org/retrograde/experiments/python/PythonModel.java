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
import org.retrograde.experiments.export.ExportException;
import org.retrograde.experiments.export.ModuleRecipe;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.Sha256;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.trajectory.ParameterGroup;

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
  private final TensorRoles roles;
  private final Map<Scale, Link> links = new ConcurrentHashMap<>();
  private final Map<Integer, ModelTensors> tensors = new ConcurrentHashMap<>();

  private PythonModel(ExperimentConfig config) {
    this.config = config;
    this.settings = config.problem().settings(PythonSettings.class);
    this.started = started(config);
    this.hashes = hashes(started);
    try {
      this.about = workers(config.run().precision()).ask(Session::about);
      requireWidths();
      this.roles = new TensorRoles(tensors(width()), wider(), settings.roles());
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

  /** Returns what leads from tuned settings to those of a width. */
  Link link(int width) {
    return link(width, settings.parametrization().table());
  }

  /** Returns the same under another parametrization. */
  Link link(int width, Parametrization parametrization) {
    return settings.hasWidths()
        ? links.computeIfAbsent(
            new Scale(width, parametrization),
            asked -> WidthLink.of(this, config, asked.parametrization(), asked.width()))
        : Link.NONE;
  }

  /** Which factors are asked for. */
  private record Scale(int width, Parametrization parametrization) {}

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
        tensors(width).groups(roles()),
        about.extras());
  }

  /**
   * Returns a recipe for a training script of the user's own.
   *
   * @param width of the model
   */
  ModuleRecipe exported(Recipe recipe, int width) {
    List<ParameterGroup> groups = tensors(settings.hasWidths() ? width : 0).groups(roles);
    List<String> names = groups.stream().map(ParameterGroup::name).toList();
    if (!names.equals(recipe.groups())) {
      throw new ExportException(
          "the recipe is for the parameters %s, the model has %s"
              .formatted(recipe.groups(), names));
    }
    RunSettings tuned = new RunSettings(config.training().steps(), groups);
    recipe.apply(tuned);
    String name = files().get(0);
    return ModuleRecipe.of(
        config,
        name.substring(0, name.lastIndexOf('.')),
        about.made(settings.hasWidths() ? width : 0),
        about.extraArguments(),
        names,
        link(width).effective(tuned));
  }

  @Override
  public Map<String, String> dataHashes() {
    return hashes;
  }

  @Override
  public TrainingProblem on(Device device) {
    return new PythonProblem(this, config, settings.parametrization().table(), device);
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
