package org.retrograde.experiments.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.python.ModelOutline;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/**
 * A config for data of one's own.
 *
 * @param text YAML that {@code run} takes as it is
 * @param remarks sentences about what the data were taken for
 */
public record FirstExperiment(String text, List<String> remarks) {

  /** Copies the list. */
  public FirstExperiment {
    remarks = List.copyOf(remarks);
  }

  /**
   * Looks at a table, arrays of NumPy, a folder of images or a model in Python, and tries a few
   * learning rates on it.
   *
   * @param data the file or folder
   * @param config where the text will stand, from whose folder its paths count
   * @param command for the first line
   * @throws DataException if the data cannot be used
   * @throws InterruptedException if the thread is interrupted
   */
  public static FirstExperiment of(
      Path data, Path config, String command, Hints hints, Progress progress)
      throws InterruptedException {
    if (isPython(data)) {
      return ofPython(data, config, command, hints, progress);
    }
    String name = name(config);
    Path absolute = data.toAbsolutePath().normalize();
    Function<String, Proposal> look = look(data, hints);
    FirstConfig trial =
        new FirstConfig(name, command, look.apply(absolute.toString())).requireRows(data);
    String untried = trial.text(FirstConfig.USUAL_RATE, "");
    List<String> warnings = new ArrayList<>();
    RateGrid.Result rates =
        rates(ConfigReader.readText(name, untried, List.of()), warnings, progress);
    double best = rates.best("are the columns scaled?");
    FirstConfig written = new FirstConfig(name, command, look.apply(shown(data, config)));
    List<String> remarks = new ArrayList<>(written.proposal().remarks());
    remarks.addAll(warnings);
    remarks.addAll(rates.remarks());
    return new FirstExperiment(written.text(best, rates.origin()), remarks);
  }

  private static boolean isPython(Path data) {
    return data.toString().endsWith(".py") && Files.isRegularFile(data);
  }

  /** The file is loaded twice: its widths are known only when it has been. */
  private static FirstExperiment ofPython(
      Path data, Path config, String command, Hints hints, Progress progress)
      throws InterruptedException {
    String name = name(config);
    PythonConfig text = new PythonConfig(name, command, hints.interpreter());
    String file = data.toAbsolutePath().normalize().toString();
    ExperimentConfig alone = ConfigReader.readText(name, text.trial(file, 0), List.of());
    int width = ModelOutline.of(ProblemType.load(alone)).width();
    ExperimentConfig trial = ConfigReader.readText(name, text.trial(file, width), List.of());
    LoadedProblem loaded = ProblemType.load(trial);
    ModelOutline outline = ModelOutline.of(loaded);
    List<String> remarks = new ArrayList<>();
    remarks.add("%s: %s".formatted(data, outline.inWords()));
    RateGrid.Result rates = rates(trial, loaded, remarks, progress);
    double best = rates.best("is its loss scaled?");
    remarks.addAll(rates.remarks());
    return new FirstExperiment(
        text.text(shown(data, config), outline, best, rates.origin()), remarks);
  }

  /** Looks at the data once, for proposals that call them by any path. */
  private static Function<String, Proposal> look(Path data, Hints hints) {
    if (Files.isDirectory(data)) {
      return new ImagesProposal(data)::propose;
    }
    return NpzProposal.isCalledSo(data)
        ? new NpzProposal(data, hints.label(), hints.target())::propose
        : new TableProposal(data, hints)::propose;
  }

  /** Adds what the reader of the data warns of, since nobody sees the outline of such a trial. */
  private static RateGrid.Result rates(
      ExperimentConfig config, List<String> warnings, Progress progress)
      throws InterruptedException {
    return rates(config, ProblemType.load(config), warnings, progress);
  }

  private static RateGrid.Result rates(
      ExperimentConfig config, LoadedProblem loaded, List<String> warnings, Progress progress)
      throws InterruptedException {
    try (Device device = Devices.open(config.run().device(), config.run().deviceSettings());
        TrialEngine engine = config.run().openEngine(progress::say)) {
      TrainingProblem problem = loaded.on(device);
      problem.outline().stream()
          .filter(line -> line.startsWith("warning: "))
          .forEach(warnings::add);
      return RateGrid.run(problem, engine, progress);
    }
  }

  private static String name(Path config) {
    String file = String.valueOf(config.getFileName()).replaceFirst("\\.ya?ml$", "");
    String name = file.replaceAll("[^A-Za-z0-9_-]+", "-");
    return name.isEmpty() ? "experiment" : name;
  }

  /** From the folder of the config, if the data are there or below, else as it is. */
  private static String shown(Path data, Path config) {
    Path absolute = data.toAbsolutePath().normalize();
    Path folder = config.toAbsolutePath().normalize().getParent();
    Path path =
        folder != null && absolute.startsWith(folder) ? folder.relativize(absolute) : absolute;
    return path.toString().replace('\\', '/');
  }
}
