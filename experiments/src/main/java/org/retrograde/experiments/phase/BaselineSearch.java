package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.JudgeConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.OptimizerVariant;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.search.SearchOutcome;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * What anybody would try first: AdamW with its usual numbers and a cosine after a warm-up, at each
 * learning rate of a grid, of which the one with the least validation loss is taken. Network, data,
 * steps, batches and clipping are those of the experiment.
 */
final class BaselineSearch {

  /** Part of the steps, where the experiment has no warm-up. */
  private static final double USUAL_WARMUP = 0.1;

  private static final Scores VALIDATION = new Scores(List.of("validation"));

  private final RunContext context;
  private final JudgeConfig.Baseline baseline;
  private final TrainingProblem problem;

  BaselineSearch(RunContext context, JudgeConfig.Baseline baseline) {
    this.context = context;
    this.baseline = baseline;
    this.problem = context.problem().trainedAs(config(context.config(), baseline));
  }

  /** Returns whether an experiment has one: where a network is tuned, and there are rates. */
  static boolean isIn(ExperimentConfig config) {
    JudgeConfig judge = config.judge();
    return judge != null
        && config.tune() != null
        && !judge.baseline().learningRates().isEmpty()
        && config.problem().kind().reads().contains("model");
  }

  /**
   * Returns the experiment that trains so.
   *
   * @throws org.retrograde.experiments.config.text.ConfigException if a number does not fit
   */
  static ExperimentConfig config(ExperimentConfig config, JudgeConfig.Baseline baseline) {
    List<Double> rates = baseline.learningRates();
    AdamW optimizer = new AdamW();
    Map<String, Double> numbers = new LinkedHashMap<>();
    optimizer.coefficients().forEach(number -> numbers.put(number.word(), optimizer.usual(number)));
    numbers.put(Coefficient.LEARNING_RATE.word(), rates.get(rates.size() - 1));
    numbers.put(Coefficient.WEIGHT_DECAY.word(), baseline.weightDecay());
    double warmup = config.training().warmup();
    return new OptimizerVariant(optimizer, numbers)
        .in(
            config,
            JudgedRun.BASELINE,
            List.of(
                "tune=null",
                "judge=null",
                "training.layer-rates=uniform",
                "training.decay=none",
                "training.l2=0",
                "training.warmup=" + (warmup == 0 ? USUAL_WARMUP : warmup)));
  }

  private RunSettings at(double rate) {
    return Hyperparameters.settings(
        problem,
        new ArmConfig(
            new Cosine(),
            rate,
            problem.config().training().coefficient(Coefficient.MOMENTUM),
            JudgedRun.BASELINE));
  }

  /** Returns the seeds of its grid. */
  static List<Long> seeds(ExperimentConfig config) {
    return config.seeds(
        JudgedRun.BASELINE, Objects.requireNonNull(config.judge()).baseline().seeds());
  }

  /** Trains at every rate, records it, and returns the best; nothing if every run diverged. */
  Optional<JudgedArm> best() throws InterruptedException {
    List<Double> rates = baseline.learningRates();
    List<List<Trial<Scores.Found>>> trials = new ArrayList<>();
    for (double rate : rates) {
      trials.add(Trial.onSeeds(problem, at(rate), seeds(context.config()), VALIDATION));
    }
    List<List<Outcome<Scores.Found>>> outcomes =
        context.runRows(
            JudgedRun.BASELINE,
            trials,
            (row, outcome) ->
                String.format(
                    Locale.ROOT, "rate %.3g: %s", rates.get(row), Digits.of(loss(outcome))));
    List<Baseline.Rate> tried = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      List<Double> losses = outcomes.get(i).stream().map(BaselineSearch::loss).toList();
      tried.add(new Baseline.Rate(rates.get(i), losses));
    }
    Optional<Double> best = best(tried);
    double seconds = outcomes.stream().flatMap(List::stream).mapToDouble(Outcome::seconds).sum();
    Baseline.Cost cost = new Baseline.Cost(baseline.trainings(), seconds);
    context.update(
        results ->
            results.with(new Baseline(words(), tried, best.orElse(null), cost, costOfTuning())));
    return best.map(rate -> new JudgedArm(JudgedRun.BASELINE, problem, at(rate)));
  }

  private static Optional<Double> best(List<Baseline.Rate> tried) {
    double least = Double.POSITIVE_INFINITY;
    Optional<Double> best = Optional.empty();
    for (Baseline.Rate rate : tried) {
      double mean = rate.losses().stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
      if (mean < least) {
        least = mean;
        best = Optional.of(rate.rate());
      }
    }
    return best;
  }

  private Baseline.Cost costOfTuning() {
    SearchOutcome tuned = Objects.requireNonNull(context.descent()).outcome();
    return new Baseline.Cost(tuned.runs(), tuned.seconds());
  }

  private String words() {
    return String.format(
        Locale.ROOT,
        "AdamW with its usual numbers and a weight decay of %s, a warm-up over %s of the steps and"
            + " a cosine",
        baseline.weightDecay(),
        problem.config().training().warmup());
  }

  private static double loss(Outcome<Scores.Found> outcome) {
    return outcome.map(found -> found.scores().get(0).loss(), Double.POSITIVE_INFINITY);
  }
}
