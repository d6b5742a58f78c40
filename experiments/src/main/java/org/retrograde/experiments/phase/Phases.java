package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.Sections;
import org.retrograde.experiments.problem.LayerRates;

/** The parts that an experiment may have, in their order: what it tunes, others judge. */
public final class Phases {

  private static final List<Phase> BUILT_IN =
      List.of(
          new GridPhase(),
          new ReversalPhase(),
          new TunePhase(),
          new SearchPhase(),
          new TransferPhase(),
          new JudgePhase(),
          new MeanHypergradientPhase(),
          new LandscapePhase(),
          new SweepPhase(),
          new AblationsPhase());

  private Phases() {}

  /** Returns the parts that a config asks for; those that the class path brings come last. */
  public static List<Phase> of(ExperimentConfig config) {
    List<Phase> all = new ArrayList<>(BUILT_IN);
    Sections.ALL.all().stream()
        .filter(Phase.class::isInstance)
        .map(Phase.class::cast)
        .forEach(all::add);
    return all.stream().filter(phase -> phase.isIn(config)).toList();
  }

  /** Returns all seeds of an experiment, by purpose. */
  public static Map<String, List<Long>> seeds(ExperimentConfig config) {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("root", List.of(config.seed()));
    seeds.putAll(LayerRates.seeds(config));
    of(config).forEach(phase -> seeds.putAll(phase.seeds(config)));
    return seeds;
  }
}
