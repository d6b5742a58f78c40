package org.retrograde.experiments.oracle;

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
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.rule.RateRule;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.data.DataException;

/** Holds rules against the best rates of a noisy quadratic, which are known. */
public final class OraclePhase implements SectionPhase {

  static final String WORD = "oracle";
  static final String PROBLEM = "noisy-quadratic";

  /**
   * The keys of the section.
   *
   * @param rules by name
   */
  record Settings(Map<String, RateRule> rules) {

    /** Copies the map. */
    Settings {
      rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public String meaning() {
    return "Problem `noisy-quadratic` alone: rules beside the best rate of every step.";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false, "required": ["rules"],
      "properties": {
        "rules": {
          "description": "Rules by name, as in section `rules`.",
          "type": "object", "minProperties": 1,
          "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"},
          "additionalProperties": {"words": "rate-rule"}
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
    return Map.of(WORD, config.seeds(WORD, 1));
  }

  @Override
  public void check(TrainingProblem problem) {
    String word = problem.config().problem().kind().word();
    if (!word.equals(PROBLEM)) {
      throw new DataException(
          "oracle knows the best rates of problem %s alone, not of %s".formatted(PROBLEM, word));
    }
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    Map<String, RateRule> rules = settings(context.config()).orElseThrow().rules();
    long seed = seeds(context.config()).getOrDefault(WORD, List.of()).get(0);
    List<Trial<OracleScore.Found>> trials = new ArrayList<>();
    for (RateRule rule : rules.values()) {
      OracleScore want = new OracleScore(rule, context.strategy());
      trials.add(new Trial<>(context.problem(), context.start(), seed, want));
    }
    NoisyQuadratic model = context.config().problem().settings(NoisyQuadratic.class);
    List<OracleScore.Found> found =
        context
            .run(
                WORD,
                trials,
                (index, outcome) ->
                    outcome.map(
                        one -> {
                          List<Double> squares = one.squares();
                          return String.format(
                              Locale.ROOT, "%.3g", squares.get(squares.size() - 1));
                        },
                        "–"))
            .stream()
            .map(Outcome::get)
            .toList();
    List<OracleStudy.Rule> named = new ArrayList<>();
    for (Map.Entry<String, RateRule> rule : rules.entrySet()) {
      String words = ConfigWriter.inOneLine(rule.getValue());
      named.add(new OracleStudy.Rule(rule.getKey(), words, found.get(named.size())));
    }
    int steps = context.config().training().steps();
    context.add(new OracleStudy(model, steps, named).study());
  }
}
