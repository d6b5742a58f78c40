package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.Sections;
import org.retrograde.experiments.suite.LayerRates;
import org.retrograde.hypergrad.trial.Seeds;

/** The parts that an experiment may have, in their order: what it tunes, others judge. */
final class Phases {

  private static final List<Phase> BUILT_IN =
      List.of(
          new GridPhase(),
          new ReversalPhase(),
          new TunePhase(),
          new SearchPhase(),
          new TransferPhase(),
          new JudgePhase(),
          new MeanHypergradientPhase(),
          new LandscapePhase());

  private Phases() {}

  /** Returns the parts that a config asks for; those that the class path brings come last. */
  static List<Phase> of(ExperimentConfig config) {
    List<Phase> all = new ArrayList<>(BUILT_IN);
    Sections.ALL.all().stream()
        .filter(Phase.class::isInstance)
        .map(Phase.class::cast)
        .forEach(all::add);
    return all.stream().filter(phase -> phase.isIn(config)).toList();
  }

  /** Returns all seeds of an experiment, by purpose. */
  static Map<String, List<Long>> seeds(ExperimentConfig config) {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("root", List.of(config.seed()));
    seeds.putAll(LayerRates.seeds(config));
    of(config).forEach(phase -> seeds.putAll(phase.seeds(config)));
    return seeds;
  }

  /** Returns the section of a phase, which is there if the phase was asked for. */
  static <T> T required(@Nullable T section) {
    return Objects.requireNonNull(section, "the phase was not asked for");
  }

  /** Returns the mean, added up from the first; NaN of nothing. */
  static double mean(double... values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Returns the first seeds of a purpose. */
  static List<Long> seeds(ExperimentConfig config, String purpose, int count) {
    return Arrays.stream(Seeds.range(config.seed(), purpose, 0, count)).boxed().toList();
  }
}
