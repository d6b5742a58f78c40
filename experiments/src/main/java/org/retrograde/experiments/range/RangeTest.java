package org.retrograde.experiments.range;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.TrainingLosses;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.RateRange;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Lets the learning rate rise by the same factor at each step of one run, reads off which rates are
 * good, and asks whole runs at those rates, by their exact derivative, whether they are.
 *
 * @param from first rate, above 0
 * @param to last rate, above {@code from}
 * @param steps of the run, at least 2
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin (2017)</a>
 */
public record RangeTest(double from, double to, int steps) {

  private static final String PURPOSE = "range test";
  private static final int SEEDS = 2;

  /** Checks the numbers. */
  public RangeTest {
    if (!(from > 0 && to > from && Double.isFinite(to) && steps >= 2)) {
      throw new IllegalArgumentException(
          "a range test needs two rates, the first above 0 and below the second, and at least 2"
              + " steps; got %s, %s and %d".formatted(from, to, steps));
    }
  }

  /**
   * What it found.
   *
   * @param dots the test, a dot a step
   * @param end why it ended where it did
   * @param suggestions rates, with what whole runs say of them
   */
  public record Found(
      List<RateRange.Dot> dots, String end, List<RateRange.Suggestion> suggestions) {

    /** Copies the lists. */
    public Found {
      dots = List.copyOf(dots);
      suggestions = List.copyOf(suggestions);
    }
  }

  /** Returns the seeds that it uses, by purpose. */
  public static Map<String, List<Long>> seeds(TrainingProblem problem) {
    return Map.of(PURPOSE, problem.config().seeds(PURPOSE, SEEDS));
  }

  /**
   * Makes the test, with the first of its seeds, and whole runs with all.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public Found run(TrainingProblem problem, TrialEngine engine, Progress progress)
      throws InterruptedException {
    progress.begin(PURPOSE, 1);
    RangeCurve curve = curve(problem, engine);
    progress.step(curve.end());
    progress.end();
    Map<String, Double> rates = new LinkedHashMap<>();
    curve.steepest().ifPresent(rate -> rates.put("where the loss falls most", rate));
    curve.tenthOfTheLeast().ifPresent(rate -> rates.put("a tenth of that of the least loss", rate));
    return new Found(
        curve.dots(),
        curve.end(),
        rates.isEmpty() ? List.of() : new Runs(problem, engine, progress).of(rates));
  }

  private RangeCurve curve(TrainingProblem problem, TrialEngine engine)
      throws InterruptedException {
    double[] rates =
        IntStream.range(0, steps)
            .mapToDouble(t -> from * Math.pow(to / from, t / (steps - 1.0)))
            .toArray();
    long seed = problem.config().seeds(PURPOSE, SEEDS).get(0);
    TrainingLosses.Found found =
        engine
            .run(List.of(new Trial<>(problem, rising(problem, rates), seed, new TrainingLosses())))
            .get(0)
            .get();
    if (found.losses().isEmpty()) {
      throw new DivergedTrialException(
          "range test: training diverged at its first step, at rate %s; lower --from"
              .formatted(rates[0]));
    }
    return RangeCurve.of(rates, found.losses(), found.diverged());
  }

  /** The rates of each group are what they are to each other, without warm-up and decay. */
  private static RunSettings rising(TrainingProblem problem, double[] rates) {
    RunSettings settings =
        Hyperparameters.settings(problem, arm(problem, Schedules.FLAT, 1), rates.length);
    Schedule envelope = problem.config().training().envelope();
    settings
        .coefficients()
        .change(
            Coefficient.LEARNING_RATE,
            (step, group, rate) -> rates[step] / envelope.factor(step, rates.length) * rate);
    return settings;
  }

  private static ArmConfig arm(TrainingProblem problem, Schedule schedule, double rate) {
    double momentum = problem.config().training().coefficient(Coefficient.MOMENTUM);
    return new ArmConfig(schedule, rate, momentum, PURPOSE);
  }

  /** Whole runs at the suggested rates. */
  private record Runs(TrainingProblem problem, TrialEngine engine, Progress progress) {

    List<RateRange.Suggestion> of(Map<String, Double> rates) throws InterruptedException {
      Derivative want = new Derivative(StrategyPlan.of(problem).chosen());
      List<Trial<Derivative.Found>> trials = new ArrayList<>();
      List<RunSettings> settings = new ArrayList<>();
      for (double rate : rates.values()) {
        Schedule schedule = problem.config().training().schedule();
        settings.add(Hyperparameters.settings(problem, arm(problem, schedule, rate)));
        for (long seed : problem.config().seeds(PURPOSE, SEEDS)) {
          trials.add(new Trial<>(problem, settings.get(settings.size() - 1), seed, want));
        }
      }
      progress.begin("hypergradients", trials.size());
      List<Outcome<Derivative.Found>> outcomes =
          engine.run(trials, (index, outcome) -> progress.step(words(outcome)));
      progress.end();
      List<RateRange.Suggestion> suggestions = new ArrayList<>();
      rates.forEach(
          (rule, rate) -> {
            int at = suggestions.size();
            suggestions.add(
                suggestion(
                    rule, rate, settings.get(at), outcomes.subList(at * SEEDS, (at + 1) * SEEDS)));
          });
      return suggestions;
    }

    private static String words(Outcome<Derivative.Found> outcome) {
      return outcome.map(
          found -> String.format(Locale.ROOT, "%.4f", found.finalLoss()), "diverged");
    }

    private static RateRange.Suggestion suggestion(
        String rule, double rate, RunSettings settings, List<Outcome<Derivative.Found>> outcomes) {
      return new RateRange.Suggestion(
          rule,
          rate,
          mean(outcomes, found -> found.finalLoss(), Double.POSITIVE_INFINITY),
          mean(outcomes, found -> byLogRate(settings, found.derivative()), Double.NaN));
    }

    private static double mean(
        List<Outcome<Derivative.Found>> outcomes,
        ToDoubleFunction<Derivative.Found> value,
        double ofDiverged) {
      return outcomes.stream()
          .mapToDouble(outcome -> outcome.map(value::applyAsDouble, ofDiverged))
          .average()
          .orElse(Double.NaN);
    }

    private static double byLogRate(RunSettings settings, RunSettings derivative) {
      double sum = 0;
      for (int t = 0; t < settings.coefficients().steps(); t++) {
        for (int g = 0; g < settings.coefficients().groups(); g++) {
          sum +=
              settings.coefficients().get(Coefficient.LEARNING_RATE, t, g)
                  * derivative.coefficients().get(Coefficient.LEARNING_RATE, t, g);
        }
      }
      return sum;
    }
  }
}
