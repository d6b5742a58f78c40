package org.retrograde.experiments.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.phase.SectionPhase;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.rule.RateRules;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reversible.word.Catalogue;

/**
 * Trains by rules that choose rates on the way, and holds each choice against the exact
 * hypergradient of the run that it made.
 */
public final class RulesPhase implements SectionPhase {

  static final String WORD = "rules";

  /**
   * The keys of the section.
   *
   * @param rules by name
   * @param seeds runs of each
   * @param multiples of the usual rates, each trained as it is
   */
  record Settings(Map<String, RateRule> rules, int seeds, List<Double> multiples) {

    /** Copies map and list. */
    Settings {
      rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
      multiples = List.copyOf(multiples);
    }
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Rules that choose learning rates on the way, each choice held against the exact"
        + " hypergradient of the run that it made.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["rules"],
      "properties": {
        "rules": {
          "description": "Rules by name. {rate-rule}.",
          "type": "object", "minProperties": 1,
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"words": "rate-rule"}
        },
        "seeds": {"description": "Runs of each.", "$ref": "#/$defs/runs", "default": 2},
        "multiples": {
          "description": "Multiples of the rates of `training` that are trained without a rule, the best of which stands beside.",
          "type": "array", "minItems": 1, "uniqueItems": true,
          "items": {"type": "number", "exclusiveMinimum": 0},
          "default": [0.25, 0.5, 1, 2, 4, 8]
        }
      }
    }
    """;
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of("rate-rule", RateRules.ALL);
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
    Settings settings = settings(context.config()).orElseThrow();
    List<Long> seeds = seeds(context.config()).getOrDefault(WORD, List.of());
    List<Double> constants = constants(context, settings.multiples(), seeds);
    List<List<Trial<RuleScore.Found>>> trials = new ArrayList<>();
    for (RateRule rule : settings.rules().values()) {
      RuleScore want = new RuleScore(rule, context.strategy());
      trials.add(Trial.onSeeds(context.problem(), context.start(), seeds, want));
    }
    List<List<Outcome<RuleScore.Found>>> outcomes =
        context.runRows(
            WORD,
            trials,
            (row, outcome) ->
                outcome.map(found -> String.format(Locale.ROOT, "%.4f", found.finalLoss()), "–"));
    List<ScoredRule> scored = new ArrayList<>();
    for (Map.Entry<String, RateRule> rule : settings.rules().entrySet()) {
      scored.add(
          new ScoredRule(
              rule.getKey(), ConfigWriter.inOneLine(rule.getValue()), outcomes.get(scored.size())));
    }
    context.add(new RuleStudy(settings.multiples(), constants, scored, steps(context)).study());
  }

  private static int steps(RunContext context) {
    return context.config().training().steps();
  }

  /** Returns the mean final loss at each multiple of the usual rates. */
  private static List<Double> constants(
      RunContext context, List<Double> multiples, List<Long> seeds) throws InterruptedException {
    List<List<Trial<Double>>> trials = new ArrayList<>();
    for (double multiple : multiples) {
      trials.add(
          Trial.onSeeds(
              context.problem(), context.start().withRatesTimes(multiple), seeds, new FinalLoss()));
    }
    return context.runRows("rates without a rule", trials, (row, outcome) -> "").stream()
        .map(Outcome::meanLoss)
        .toList();
  }
}
