package org.retrograde.experiments.phase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.Section;
import org.retrograde.experiments.config.Sections;
import org.retrograde.experiments.problem.LayerRates;

/** The parts that an experiment may have, in their order: what it tunes, others judge. */
public final class Phases {

  /** By the words of their sections. */
  private static final Map<String, Phase> ALL = all();

  private Phases() {}

  private static Map<String, Phase> all() {
    Map<String, Phase> all = new LinkedHashMap<>();
    all.put("grid", new GridPhase());
    all.put("reversal", new ReversalPhase());
    all.put("tune", new TunePhase());
    all.put("search", new SearchPhase());
    all.put("transfer", new TransferPhase());
    all.put("judge", new JudgePhase());
    all.put("mean-hypergradient", new MeanHypergradientPhase());
    all.put("landscape", new LandscapePhase());
    all.put("sweep", new SweepPhase());
    all.put("ablations", new AblationsPhase());
    for (Section section : Sections.ALL.all()) {
      if (section instanceof Phase phase) {
        all.put(section.word(), phase);
      }
    }
    return all;
  }

  /** Returns the parts that a config asks for; those that the class path brings come last. */
  public static List<Phase> of(ExperimentConfig config) {
    return ALL.values().stream().filter(phase -> phase.isIn(config)).toList();
  }

  /** Returns the sections of the parts that a config asks for, in the order of {@link #of}. */
  public static List<String> words(ExperimentConfig config) {
    return ALL.entrySet().stream()
        .filter(entry -> entry.getValue().isIn(config))
        .map(Map.Entry::getKey)
        .toList();
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
