package org.retrograde.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.Phase;
import org.retrograde.experiments.phase.Phases;
import org.retrograde.experiments.problem.RoundedDecays;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.reversible.device.Device;

/** What a run would do. */
final class DryRun {

  private DryRun() {}

  /** Returns how many trainings are made to judge what is tuned; nothing if none are. */
  static Optional<String> judging(ExperimentConfig config) {
    int trainings = Phases.of(config).stream().mapToInt(phase -> phase.trainings(config)).sum();
    return Optional.of(trainings)
        .filter(count -> count > 0)
        .map(
            count ->
                "judging, baseline included: %d trainings of %d steps"
                    .formatted(count, config.training().steps()));
  }

  /** Returns what tuning takes at most; nothing if nothing is tuned. */
  static Optional<String> tuning(ExperimentConfig config) {
    return Optional.ofNullable(config.tune())
        .map(
            tune ->
                "tuning: %d hypergradients, each about as long as 4 trainings, and %d trainings on"
                        .formatted(
                            tune.iterations() * tune.seeds(),
                            (tune.iterations() + 1) * tune.checkSeeds())
                    + " check seeds; 'plan' measures their time");
  }

  /** Returns the first line of a run. */
  static String head(ExperimentConfig config) {
    return config.title().isEmpty() ? config.name() : config.name() + ": " + config.title();
  }

  /**
   * Returns what would be done, a line each, after every check that a run makes before it trains.
   *
   * @throws IllegalArgumentException if a part of it cannot do its work on these data; says why
   */
  static List<String> outline(LoadedExperiment experiment) {
    ExperimentConfig config = experiment.config();
    List<String> lines = new ArrayList<>();
    lines.add(head(config));
    try (Device device = DeviceOptions.open(config.run())) {
      TrainingProblem problem = experiment.problem().on(device);
      lines.addAll(problem.outline());
      RoundedDecays.warning(problem).ifPresent(warning -> lines.add("warning: " + warning));
      for (Phase phase : Phases.of(config)) {
        phase.check(problem);
      }
    }
    lines.add("would do: " + String.join(", ", Phases.words(config)));
    tuning(config).ifPresent(lines::add);
    judging(config).ifPresent(lines::add);
    return lines;
  }
}
