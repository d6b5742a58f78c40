package org.retrograde.experiments.sai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Holds the signal-to-noise ratios of first gradients against sizes and against learnt rates. */
public final class SaiPhase implements SectionPhase {

  private static final String WORD = "sai";

  /**
   * The keys of the section.
   *
   * @param seeds runs whose first gradients are looked at
   * @param scale of the ratios where the derivative is taken
   */
  record Settings(int seeds, double scale) {}

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Signal-to-noise ratios of first gradients (SGD-SaI) beside the roots of sizes, and,"
        + " where something was tuned, beside the learnt rates of each parameter group.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "seeds": {"description": "Runs whose first gradients are looked at.", "$ref": "#/$defs/runs", "default": 4},
        "scale": {
          "description": "What the ratios are multiplied by where the final loss is differentiated.",
          "type": "number", "exclusiveMinimum": 0, "default": 1
        }
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  private static Optional<Settings> settings(ExperimentConfig config) {
    return config.own(WORD, Settings.class);
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(WORD, config.seeds(WORD, settings(config).orElseThrow().seeds()));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    SaiScore want =
        new SaiScore(settings(context.config()).orElseThrow().scale(), context.strategy());
    List<Trial<SaiScore.Found>> trials = new ArrayList<>();
    for (long seed : seeds(context.config()).getOrDefault(WORD, List.of())) {
      trials.add(new Trial<>(context.problem(), context.start(), seed, want));
    }
    List<SaiScore.Found> found =
        context.run("first gradients", trials, (index, outcome) -> "").stream()
            .map(Outcome::get)
            .toList();
    List<ParameterGroup> groups = context.problem().groups();
    List<SaiStudy.Group> all = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      int group = g;
      all.add(
          new SaiStudy.Group(
              groups.get(g).name(),
              groups.get(g).size(),
              found.stream().map(one -> one.ratios().get(group)).toList(),
              found.stream().mapToDouble(one -> one.slopes().get(group)).average().orElseThrow(),
              learnt(context, g)));
    }
    context.add(new SaiStudy(all).study(WORD));
  }

  /** Returns the geometric mean over steps of what tuning multiplied a group's rates by, or NaN. */
  private static double learnt(RunContext context, int group) {
    RunSettings tuned = context.tuned();
    if (tuned == null) {
      return Double.NaN;
    }
    return Math.exp(
        IntStream.range(0, tuned.coefficients().steps())
            .mapToDouble(
                t ->
                    Math.log(
                        tuned.coefficients().get(Coefficient.LEARNING_RATE, t, group)
                            / context
                                .start()
                                .coefficients()
                                .get(Coefficient.LEARNING_RATE, t, group)))
            .average()
            .orElseThrow());
  }
}
