package org.retrograde.experiments.law;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.models.data.DataException;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reversible.word.Catalogue;

/**
 * Fits a law of the loss to a few schedules of a problem, and holds it against others: its losses,
 * its derivative against exact hypergradients, and the schedule that it finds best.
 */
public final class LawsPhase implements SectionPhase {

  private static final String WORD = "laws";
  private static final int FEWEST_RANDOM = 100;

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "A law of the loss, fitted to a few schedules and held against others, and against exact"
        + " hypergradients.";
  }

  @Override
  public String schema() {
    return LawsConfig.SCHEMA;
  }

  @Override
  public Class<?> type() {
    return LawsConfig.class;
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of("law", Laws.ALL);
  }

  private static LawsConfig settings(ExperimentConfig config) {
    return config.own(WORD, LawsConfig.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    LawsConfig settings = settings(config);
    return Map.of(
        Measurement.CURVES, config.seeds(Measurement.CURVES, settings.seeds()),
        Measurement.GRADIENTS, config.seeds(Measurement.GRADIENTS, settings.gradientSeeds()));
  }

  /** Curves are known by their names, and so are schedules beside the best ones. */
  private static void requireNamesOfTheirOwn(LawsConfig settings) {
    Set<String> curves = new HashSet<>();
    for (Map<String, Schedule> some :
        List.of(settings.fit(), settings.unseen(), settings.twice())) {
      for (String name : some.keySet()) {
        if (!curves.add(name)) {
          throw new DataException(
              "laws: %s is in two of fit, unseen and twice; give one another name".formatted(name));
        }
      }
    }
    for (String name : List.of(LossLaws.OPTIMUM, LossLaws.LAW_OPTIMUM)) {
      if (settings.gradients().containsKey(name) || settings.atPeak().containsKey(name)) {
        throw new DataException(
            "laws: %s is what the best schedule is called; give that one another name"
                .formatted(name));
      }
    }
  }

  @Override
  public void check(TrainingProblem problem) {
    LawsConfig settings = settings(problem.config());
    if (settings.from() >= problem.config().training().steps()) {
      throw new DataException(
          "laws.from must be below training.steps, got %d and %d"
              .formatted(settings.from(), problem.config().training().steps()));
    }
    requireNamesOfTheirOwn(settings);
    if (settings.random() == 0) {
      return;
    }
    if (settings.random() < FEWEST_RANDOM) {
      throw new DataException(
          "laws.random must be 0 or at least %d, got %d"
              .formatted(FEWEST_RANDOM, settings.random()));
    }
    if (!(problem instanceof KnownLoss known && known.trainsExpectation())) {
      throw new DataException(
          "laws.random needs a loss that is known for every schedule: take problem power-law in its"
              + " expected form, or remove it");
    }
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    LawsConfig settings = settings(context.config());
    new LawSession(context, settings).run();
  }
}
