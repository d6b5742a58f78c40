package org.retrograde.experiments.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.SearchConfig;

/**
 * Searches without derivatives, then judges on unseen seeds what each method found on its way, and
 * what tuning found.
 */
final class SearchPhase implements Phase {

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.search() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    SearchConfig search = Phases.required(config.search());
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("search", Phases.seeds(config, "search", search.seeds()));
    seeds.put("judge", Phases.seeds(config, "judge", search.judgeSeeds()));
    return seeds;
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    new SearchSession(context, Phases.required(context.config().search()), context.descent()).run();
  }
}
