package org.retrograde.experiments.phase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.width.RateMeasurement;

/** Makes the sweeps of other experiments, on this one's device, one after the other. */
final class AblationsPhase implements Phase {

  @Override
  public boolean isIn(ExperimentConfig config) {
    return !config.ablations().isEmpty();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    for (String name : config.ablations()) {
      ExperimentConfig ablation = ConfigReader.readAblation(name);
      RateMeasurement.seeds(ablation, Objects.requireNonNull(ablation.sweep()))
          .forEach((purpose, all) -> seeds.put(purpose + " of " + name, all));
    }
    return seeds;
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    for (String name : context.config().ablations()) {
      ExperimentConfig ablation = ConfigReader.readAblation(name).withRun(context.config().run());
      context.progress().say(name + ": " + ablation.title());
      SweepPhase.add(
          context, ablation.name(), ProblemType.open(ablation, context.problem().device()));
    }
  }
}
