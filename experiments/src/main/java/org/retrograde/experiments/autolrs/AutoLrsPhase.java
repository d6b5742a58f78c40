package org.retrograde.experiments.autolrs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.hypergrad.autolrs.Candidates;
import org.retrograde.hypergrad.autolrs.LossFilter;
import org.retrograde.hypergrad.autolrs.Watched;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;
import org.retrograde.reversible.word.Catalogue;

/**
 * Searches learning rates stage by stage, as AutoLRS does, and holds its forecasts and choices
 * against exact hypergradients, and its schedule against tuned ones.
 */
public final class AutoLrsPhase implements SectionPhase {

  static final String WORD = "autolrs";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "AutoLRS: learning rates searched stage by stage by forecasts of the loss, these and the"
        + " choices held against exact hypergradients.";
  }

  @Override
  public String schema() {
    return AutoLrsConfig.SCHEMA;
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of(
        "autolrs-candidates", Catalogue.of(Candidates.class),
        "autolrs-losses", Catalogue.of(Watched.class),
        "autolrs-filter", Catalogue.of(LossFilter.class));
  }

  @Override
  public Class<?> type() {
    return AutoLrsConfig.class;
  }

  @Override
  public void check(Object settings, BiConsumer<String, String> complain) {
    AutoLrsConfig config = (AutoLrsConfig) settings;
    if (config.window() > config.stage()) {
      complain.accept(
          "window",
          "must be at most stage (%d), got %d".formatted(config.stage(), config.window()));
    }
    if (config.longest() < config.stage()) {
      complain.accept(
          "longest",
          "must be at least stage (%d), got %d".formatted(config.stage(), config.longest()));
    }
    if (config.lowest() >= config.highest()) {
      complain.accept(
          "lowest",
          "must be below highest (%s), got %s".formatted(config.highest(), config.lowest()));
    }
    config.beside().keySet().stream()
        .filter(config.searches()::containsKey)
        .forEach(name -> complain.accept("beside." + name, "is the name of a search too"));
  }

  private static AutoLrsConfig settings(ExperimentConfig config) {
    return config.own(WORD, AutoLrsConfig.class).orElseThrow();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(WORD, config.seeds(WORD, settings(config).mostSeeds()));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    ExperimentConfig config = context.config();
    AutoLrsConfig settings = settings(config);
    RunSettings highest = settingsAt(context, config.startingArm().schedule(), settings.highest());
    List<Trial<StagedScore.Found>> trials = new ArrayList<>();
    for (AutoLrsConfig.Search search : settings.searches().values()) {
      StagedScore want = new StagedScore(settings.of(search), context.strategy());
      config
          .seeds(WORD, search.seeds())
          .forEach(seed -> trials.add(new Trial<>(context.problem(), highest, seed, want)));
    }
    List<Outcome<StagedScore.Found>> outcomes =
        context.run(
            "searches",
            trials,
            (index, outcome) ->
                outcome.map(found -> String.format(Locale.ROOT, "%.4g", found.finalLoss()), "–"));
    List<AutoLrsStudy.Search> searches = new ArrayList<>();
    int from = 0;
    for (Map.Entry<String, AutoLrsConfig.Search> one : settings.searches().entrySet()) {
      int end = from + one.getValue().seeds();
      List<StagedScore.Found> found =
          outcomes.subList(from, end).stream().map(Outcome::get).toList();
      searches.add(new AutoLrsStudy.Search(one.getKey(), words(one.getValue()), found));
      from = end;
    }
    List<AutoLrsStudy.Beside> beside = beside(context, settings);
    AutoLrsStudy study =
        new AutoLrsStudy(
            config.training().steps(),
            settings.highest(),
            settings.irreducible(),
            searches,
            beside);
    for (Study one : study.studies()) {
      context.update(results -> results.with(new Studies(results.all(Studies.class)).plus(one)));
    }
  }

  private static String words(AutoLrsConfig.Search search) {
    return ConfigWriter.inOneLine(search.candidates())
        + (search.noise() == 0 ? "" : ", noise %s".formatted(search.noise()))
        + ", filter "
        + search.filter().word()
        + ", losses "
        + search.losses().word();
  }

  /** Returns each schedule at the best of its peaks. */
  private static List<AutoLrsStudy.Beside> beside(RunContext context, AutoLrsConfig settings)
      throws InterruptedException {
    List<Long> seeds = context.config().seeds(WORD, settings.mostSeeds());
    double[] peaks = settings.peakRates();
    List<Trial<Double>> trials = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, Schedule> one : settings.beside().entrySet()) {
      for (double peak : peaks) {
        RunSettings of = settingsAt(context, one.getValue(), peak);
        for (long seed : seeds) {
          trials.add(new Trial<>(context.problem(), of, seed, new FinalLoss()));
          names.add(one.getKey());
        }
      }
    }
    List<Outcome<Double>> outcomes =
        context.run("schedules beside", trials, (index, outcome) -> names.get(index));
    List<AutoLrsStudy.Beside> all = new ArrayList<>();
    int count = peaks.length * seeds.size();
    for (Map.Entry<String, Schedule> one : settings.beside().entrySet()) {
      List<Outcome<Double>> own = outcomes.subList(all.size() * count, (all.size() + 1) * count);
      all.add(
          IntStream.range(0, peaks.length)
              .mapToObj(
                  i ->
                      new AutoLrsStudy.Beside(
                          one.getKey(),
                          one.getValue(),
                          peaks[i],
                          mean(own.subList(i * seeds.size(), (i + 1) * seeds.size()))))
              .reduce((a, b) -> b.loss() < a.loss() ? b : a)
              .orElseThrow());
    }
    return all;
  }

  /** Returns the settings of a schedule at a peak. */
  private static RunSettings settingsAt(RunContext context, Schedule schedule, double peak) {
    ArmConfig start = context.config().startingArm();
    return Hyperparameters.settings(
        context.problem(), new ArmConfig(schedule, peak, start.momentum(), start.origin()));
  }

  private static double mean(List<Outcome<Double>> outcomes) {
    return outcomes.stream()
        .mapToDouble(outcome -> outcome.map(loss -> loss, Double.POSITIVE_INFINITY))
        .average()
        .orElseThrow();
  }
}
