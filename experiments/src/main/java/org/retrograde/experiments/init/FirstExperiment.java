package org.retrograde.experiments.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.statistics.Digits;
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
    String name = name(config);
    Path absolute = data.toAbsolutePath().normalize();
    Function<String, Proposal> look = look(data, hints);
    FirstConfig trial =
        new FirstConfig(name, command, look.apply(absolute.toString())).requireRows(data);
    String untried = trial.text(FirstConfig.USUAL_RATE, "");
    List<String> warnings = new ArrayList<>();
    List<RateGrid.Tried> tried =
        rates(ConfigReader.readText(name, untried, List.of()), warnings, progress);
    RateGrid.Tried best =
        tried.stream().min(Comparator.comparingDouble(RateGrid.Tried::loss)).orElseThrow();
    if (!Double.isFinite(best.loss())) {
      throw new DivergedTrialException(
          "training diverged at every learning rate from %s to %s: are the columns scaled?"
              .formatted(tried.get(0).rate(), best.rate()));
    }
    FirstConfig written = new FirstConfig(name, command, look.apply(shown(data, config)));
    List<String> remarks = new ArrayList<>(written.proposal().remarks());
    remarks.addAll(warnings);
    remarks.add(
        tried.stream()
            .map(
                each -> String.format(Locale.ROOT, "%.4g: %s", each.rate(), Digits.of(each.loss())))
            .collect(
                Collectors.joining(
                    ", ",
                    "validation loss by learning rate: ",
                    " (%d trainings)"
                        .formatted(tried.stream().mapToInt(RateGrid.Tried::trainings).sum()))));
    remarks.addAll(edge(tried, best));
    String origin = "best of %d by validation loss".formatted(tried.size());
    return new FirstExperiment(written.text(best.rate(), origin), remarks);
  }

  private static List<String> edge(List<RateGrid.Tried> tried, RateGrid.Tried best) {
    if (best.equals(tried.get(0))) {
      return List.of("the best is the lowest of them; a lower one may be better");
    }
    return best.equals(tried.get(tried.size() - 1))
        ? List.of("the best is the highest of them; a higher one may be better")
        : List.of();
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
  private static List<RateGrid.Tried> rates(
      ExperimentConfig config, List<String> warnings, Progress progress)
      throws InterruptedException {
    try (Device device = Devices.open(config.run().device(), config.run().deviceSettings());
        TrialEngine engine = config.run().openEngine()) {
      TrainingProblem problem = ProblemType.open(config, device);
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
