package org.retrograde.experiments.autolrs;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.hypergrad.autolrs.Candidates;
import org.retrograde.hypergrad.autolrs.LossFilter;
import org.retrograde.hypergrad.autolrs.Watched;
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
    AutoLrsConfig settings = settings(context.config());
    AutoLrsMeasurement measurement = new AutoLrsMeasurement(context, settings);
    AutoLrsStudy study =
        new AutoLrsStudy(
            context.config().training().steps(),
            settings.highest(),
            settings.irreducible(),
            measurement.searches(),
            measurement.beside());
    for (Study one : study.studies()) {
      context.add(one);
    }
  }
}
