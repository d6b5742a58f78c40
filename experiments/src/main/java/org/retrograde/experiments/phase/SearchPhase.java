package org.retrograde.experiments.phase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.SearchConfig;
import org.retrograde.experiments.outside.Prepared;
import org.retrograde.experiments.problem.TrainingProblem;

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
    SearchConfig search = Objects.requireNonNull(config.search());
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("search", config.seeds("search", search.seeds()));
    seeds.put("judge", config.seeds("judge", search.judgeSeeds()));
    return seeds;
  }

  @Override
  public void check(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    Objects.requireNonNull(config.search())
        .methods()
        .forEach(method -> Prepared.of(method, config.run(), line -> {}));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    new SearchSession(context, Objects.requireNonNull(context.config().search()), context.descent())
        .run();
  }
}
