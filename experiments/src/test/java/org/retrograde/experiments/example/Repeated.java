package org.retrograde.experiments.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.Section;
import org.retrograde.experiments.phase.Phase;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;

/** A phase of one's own: how much the final loss differs from seed to seed before tuning. */
public final class Repeated implements Section, Phase {

  /**
   * The keys of the section.
   *
   * @param seeds number of runs
   */
  public record Settings(int seeds) {

    /** Refuses what a schema cannot say. */
    public Settings {
      if (seeds == 13) {
        throw new IllegalArgumentException("13 seeds bring bad luck");
      }
    }
  }

  @Override
  public String word() {
    return "repeated";
  }

  @Override
  public String meaning() {
    return "The final loss before tuning, seed by seed.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "seeds": {"description": "Number of runs.", "$ref": "#/$defs/count", "default": 3}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.own(word(), Settings.class).isPresent();
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    int count = config.own(word(), Settings.class).orElseThrow().seeds();
    return Map.of(word(), config.seeds(word(), count));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    List<Trial<Double>> trials = new ArrayList<>();
    for (long seed : seeds(context.config()).getOrDefault(word(), List.of())) {
      trials.add(new Trial<>(context.problem(), context.start(), seed, new FinalLoss()));
    }
    List<Double> losses =
        context.run(word(), trials, (trial, outcome) -> "").stream().map(Outcome::get).toList();
    context.update(results -> results.with(new RepeatedLosses(losses)));
  }
}
