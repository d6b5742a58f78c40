package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.JudgeConfig;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.TaskResult;
import org.retrograde.reports.record.Tasks;

/**
 * Trains with the settings before and after tuning, and with those that the problem has to compare
 * them with, on seeds that nothing was chosen by.
 */
final class JudgePhase implements Phase {

  private static final String VALIDATION = "validation";

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.judge() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of("unseen", unseen(config));
  }

  private static List<Long> unseen(ExperimentConfig config) {
    JudgeConfig judge = Objects.requireNonNull(config.judge());
    return config.seeds("unseen", judge.seeds());
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    List<String> parts = context.problem().parts();
    List<String> names = new ArrayList<>();
    List<Trial<Scores.Found>> trials = new ArrayList<>();
    settings(context)
        .forEach(
            (name, values) -> {
              for (long seed : unseen(context.config())) {
                names.add(name);
                trials.add(new Trial<>(context.problem(), values, seed, new Scores(parts)));
              }
            });
    List<Outcome<Scores.Found>> outcomes =
        context.run(
            "judge",
            trials,
            (index, outcome) ->
                String.format(Locale.ROOT, "%s %.4f", names.get(index), loss(outcome, parts)));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      runs.add(new Run(names.get(i), trials.get(i).seed(), outcomes.get(i)));
    }
    if (parts.contains(VALIDATION)) {
      List<JudgedRun> judged = runs.stream().map(run -> run.judged(parts)).toList();
      context.update(results -> results.with(new Judged(judged)));
    } else {
      context.update(results -> results.with(new Tasks(byTask(runs, parts))));
    }
    requireOne(outcomes);
  }

  /** A run may leave the numbers, and counts as infinite; if all do, nothing has been judged. */
  private static void requireOne(List<Outcome<Scores.Found>> outcomes) {
    if (outcomes.stream().allMatch(outcome -> outcome.found() == null)) {
      throw new DivergedTrialException(
          "judge: every run left the numbers: " + outcomes.get(0).divergence());
    }
  }

  private static Map<String, RunSettings> settings(RunContext context) {
    Map<String, RunSettings> settings = new LinkedHashMap<>();
    settings.putAll(context.problem().references(context.start()));
    settings.put("start", context.start());
    RunSettings tuned = context.tuned();
    if (tuned != null) {
      settings.put("tuned", tuned);
    }
    return settings;
  }

  /** Returns the loss to show: on the validation rows, or the mean over the parts. */
  private static double loss(Outcome<Scores.Found> outcome, List<String> parts) {
    int validation = parts.indexOf(VALIDATION);
    return outcome.map(
        found ->
            validation >= 0
                ? found.scores().get(validation).loss()
                : found.scores().stream()
                    .mapToDouble(Evaluation::loss)
                    .average()
                    .orElse(Double.NaN),
        Double.POSITIVE_INFINITY);
  }

  private static List<TaskResult> byTask(List<Run> runs, List<String> parts) {
    List<TaskResult> results = new ArrayList<>();
    for (String arm : runs.stream().map(Run::settings).distinct().toList()) {
      for (String part : parts) {
        List<Evaluation> scores =
            runs.stream()
                .filter(run -> run.settings().equals(arm))
                .map(run -> run.on(part, parts))
                .toList();
        results.add(
            new TaskResult(
                arm,
                part,
                scores.stream().map(Evaluation::loss).toList(),
                scores.stream().map(Evaluation::error).toList()));
      }
    }
    return results;
  }

  /** One run of some settings. */
  private record Run(String settings, long seed, Outcome<Scores.Found> outcome) {

    Evaluation on(String part, List<String> parts) {
      return outcome.map(found -> found.scores().get(parts.indexOf(part)), Evaluation.DIVERGED);
    }

    JudgedRun judged(List<String> parts) {
      return new JudgedRun(
          settings,
          seed,
          score("training", parts),
          score(on(VALIDATION, parts)),
          score("test", parts));
    }

    private JudgedRun.@Nullable Score score(String part, List<String> parts) {
      return parts.contains(part) ? score(on(part, parts)) : null;
    }

    private static JudgedRun.Score score(Evaluation evaluation) {
      return new JudgedRun.Score(evaluation.loss(), evaluation.error());
    }
  }
}
