package org.retrograde.experiments.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.python.ModelOutline;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.data.DataException;
import org.retrograde.models.table.TargetKind;
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
   * What somebody may say about the data.
   *
   * @param label the column or array of labels, null to tell from the names
   * @param target what labels are, null to tell from the cells
   * @param interpreter that runs a model in Python; empty for the usual one
   */
  public record Hints(@Nullable String label, @Nullable TargetKind target, String interpreter) {

    /** Nothing is said. */
    public static final Hints NONE = new Hints(null, null, "");
  }

  /**
   * Looks at a table, arrays of NumPy or a folder of images, and tries a few learning rates on it.
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
    FirstConfig trial = new FirstConfig(name, command, look.apply(absolute.toString()));
    String untried = trial.text(FirstConfig.USUAL_RATE, "");
    List<RateGrid.Tried> tried = rates(ConfigReader.readText(name, untried, List.of()), progress);
    RateGrid.Tried best = best(tried, "are the columns scaled?");
    FirstConfig written = new FirstConfig(name, command, look.apply(shown(data, config)));
    List<String> remarks = new ArrayList<>(written.proposal().remarks());
    remarks.add(remark(tried));
    return new FirstExperiment(written.text(best.rate(), origin(tried)), remarks);
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
    String absolute = data.toAbsolutePath().normalize().toString();
    int width = ModelOutline.of(load(name, text.trial(absolute, 0))).width();
    ExperimentConfig trial = ConfigReader.readText(name, text.trial(absolute, width), List.of());
    LoadedProblem loaded = ProblemType.load(trial);
    ModelOutline outline = ModelOutline.of(loaded);
    List<RateGrid.Tried> tried = rates(trial, loaded, progress);
    RateGrid.Tried best = best(tried, "is its loss scaled?");
    return new FirstExperiment(
        text.text(shown(data, config), outline, best.rate(), origin(tried)),
        List.of(
            "%s: %d parameters in %s"
                .formatted(
                    data,
                    outline.parameters().size(),
                    outline.width() == 0
                        ? "one width"
                        : "widths, tuned at %d; roles told by what grows"
                            .formatted(outline.width())),
            remark(tried)));
  }

  private static LoadedProblem load(String name, String text) {
    return ProblemType.load(ConfigReader.readText(name, text, List.of()));
  }

  private static RateGrid.Tried best(List<RateGrid.Tried> tried, String question) {
    RateGrid.Tried best =
        tried.stream().min(Comparator.comparingDouble(RateGrid.Tried::loss)).orElseThrow();
    if (!Double.isFinite(best.loss())) {
      throw new DivergedTrialException(
          "training diverged at every learning rate from %s to %s: %s"
              .formatted(tried.get(0).rate(), best.rate(), question));
    }
    return best;
  }

  private static String remark(List<RateGrid.Tried> tried) {
    return tried.stream()
        .map(each -> String.format(Locale.ROOT, "%.4g: %.4f", each.rate(), each.loss()))
        .collect(Collectors.joining(", ", "validation loss by learning rate: ", ""));
  }

  private static String origin(List<RateGrid.Tried> tried) {
    return "best of %d by validation loss".formatted(tried.size());
  }

  /** Looks at the data once, for proposals that call them by any path. */
  private static Function<String, Proposal> look(Path data, Hints hints) {
    if (Files.isDirectory(data)) {
      return new ImagesProposal(data)::propose;
    }
    return NpzProposal.isCalledSo(data)
        ? new NpzProposal(data, hints.label(), hints.target())::propose
        : new TableProposal(data, hints.label(), hints.target())::propose;
  }

  private static List<RateGrid.Tried> rates(ExperimentConfig config, Progress progress)
      throws InterruptedException {
    return rates(config, ProblemType.load(config), progress);
  }

  private static List<RateGrid.Tried> rates(
      ExperimentConfig config, LoadedProblem loaded, Progress progress)
      throws InterruptedException {
    try (Device device = Devices.open(config.run().device(), config.run().deviceSettings());
        TrialEngine engine = config.run().openEngine()) {
      TrainingProblem problem = loaded.on(device);
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
