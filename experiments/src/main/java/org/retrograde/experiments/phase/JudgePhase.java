package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.JudgeConfig;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.models.data.DataException;
import org.retrograde.models.metrics.Metric;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Tasks;
import org.retrograde.reports.record.TrainingCurves;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reversible.word.Word;

/**
 * Trains with the settings before and after tuning, with a baseline, and with what the problem has
 * to compare them with, on seeds that nothing was chosen by.
 */
final class JudgePhase implements Phase {

  private static final String VALIDATION = "validation";

  @Override
  public boolean isIn(ExperimentConfig config) {
    JudgeConfig judge = config.judge();
    return judge != null && judge.seeds() > 0;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    if (BaselineSearch.isIn(config)) {
      seeds.put(JudgedRun.BASELINE, BaselineSearch.seeds(config));
    }
    seeds.put("unseen", unseen(config));
    return seeds;
  }

  private static JudgeConfig judge(ExperimentConfig config) {
    return Objects.requireNonNull(config.judge());
  }

  private static List<Long> unseen(ExperimentConfig config) {
    return config.seeds("unseen", judge(config).seeds());
  }

  @Override
  public int trainings(ExperimentConfig config) {
    boolean hasBaseline = BaselineSearch.isIn(config);
    int judged = 1 + (config.tune() == null ? 0 : 1) + (hasBaseline ? 1 : 0);
    return judged * judge(config).seeds()
        + (hasBaseline ? judge(config).baseline().trainings() : 0);
  }

  @Override
  public void check(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    metric(problem);
    if (BaselineSearch.isIn(config)) {
      try {
        BaselineSearch.config(config, judge(config).baseline());
      } catch (ConfigException e) {
        throw new DataException("judge.baseline: %s".formatted(e.errors().get(0)), e);
      }
    }
  }

  /** Returns the figure that a run is summed up in, or refuses it. */
  private static Metric metric(TrainingProblem problem) {
    Metric metric = judge(problem.config()).metric();
    List<Metric> known = problem.metrics();
    if (metric != null && !known.contains(metric)) {
      throw new DataException(
          "judge.metric: %s is not defined here; use one of %s"
              .formatted(
                  metric.word(), String.join(", ", known.stream().map(Word::word).toList())));
    }
    return metric == null ? known.get(0) : metric;
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    Judgement want = Judgement.of(context.problem());
    List<JudgedTrial> trials = new ArrayList<>();
    for (JudgedArm arm : arms(context)) {
      trials.addAll(trials(context.config(), arm, want));
    }
    List<Outcome<Judgement.Found>> outcomes =
        context.run(
            "judge",
            trials.stream().map(JudgedTrial::trial).toList(),
            (index, outcome) ->
                "%s %s".formatted(trials.get(index).arm().name(), Digits.of(loss(want, outcome))));
    List<JudgedOutcome> runs = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      JudgedTrial trial = trials.get(i);
      runs.add(new JudgedOutcome(trial.arm().name(), trial.seed(), want, outcomes.get(i)));
    }
    record(context, new JudgedOutcomes(runs, want));
    TrainingCurves curves = JudgedCurves.of(context, trials, outcomes);
    context.update(results -> results.with(curves));
    requireOne(outcomes);
  }

  private static List<JudgedTrial> trials(ExperimentConfig config, JudgedArm arm, Judgement want) {
    List<Long> seeds = unseen(config);
    return IntStream.range(0, seeds.size())
        .mapToObj(
            i ->
                new JudgedTrial(
                    arm, seeds.get(i), want, JudgedCurves.watch(judge(config).curvePoints(), i)))
        .toList();
  }

  private static void record(RunContext context, JudgedOutcomes found) {
    if (!context.problem().parts().contains(VALIDATION)) {
      context.update(results -> results.with(new Tasks(found.byTask())));
      return;
    }
    Metric metric = metric(context.problem());
    List<String> classes = context.problem().classNames();
    double constant = context.problem().constant(metric, found.want().closely()).orElse(Double.NaN);
    context.update(
        results ->
            results
                .with(found.judged())
                .with(found.headline(metric, constant))
                .with(found.classes(classes))
                .with(found.numbers()));
  }

  /** A run may leave the numbers, and counts as infinite; if all do, nothing has been judged. */
  private static void requireOne(List<Outcome<Judgement.Found>> outcomes) {
    if (outcomes.stream().allMatch(outcome -> outcome.found() == null)) {
      throw new DivergedTrialException(
          "judge: every run left the numbers: " + outcomes.get(0).divergence());
    }
  }

  private static List<JudgedArm> arms(RunContext context) throws InterruptedException {
    TrainingProblem problem = context.problem();
    List<JudgedArm> arms = new ArrayList<>();
    problem
        .references(context.start())
        .forEach((name, settings) -> arms.add(new JudgedArm(name, problem, settings)));
    arms.add(new JudgedArm(JudgedRun.START, problem, context.start()));
    RunSettings tuned = context.tuned();
    if (tuned != null) {
      arms.add(new JudgedArm(JudgedRun.TUNED, problem, tuned));
    }
    baseline(context).ifPresent(arms::add);
    return arms;
  }

  private static Optional<JudgedArm> baseline(RunContext context) throws InterruptedException {
    return BaselineSearch.isIn(context.config())
        ? new BaselineSearch(context, judge(context.config()).baseline()).best()
        : Optional.empty();
  }

  /** Returns the loss to show: on the validation rows, or the mean over the parts. */
  private static double loss(Judgement want, Outcome<Judgement.Found> outcome) {
    return want.parts().contains(VALIDATION)
        ? want.on(VALIDATION, outcome).loss()
        : outcome.map(
            found ->
                found.scores().stream().mapToDouble(Evaluation::loss).average().orElse(Double.NaN),
            Double.POSITIVE_INFINITY);
  }
}
