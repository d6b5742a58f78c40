package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.SweepConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.RateTransfer;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Trains at every learning rate of a grid, for several widths and parametrizations, with the same
 * seeds everywhere: a seed sees the same batches at every rate and width.
 *
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V, figure
 *     1
 */
public final class RateMeasurement {

  /** What the losses are. */
  public static final String LOSS = "mean training loss of the last ten minibatches";

  private static final String PURPOSE = "lrsweep";

  private final TrainingProblem problem;
  private final SweepConfig sweep;

  /** Makes the measurement of a sweep of {@code problem}'s experiment. */
  public RateMeasurement(TrainingProblem problem, SweepConfig sweep) {
    this.problem = problem;
    this.sweep = sweep;
  }

  /** Returns the seeds of initial weights and batches. */
  public List<Long> seeds() {
    return problem.config().seeds(PURPOSE, sweep.seeds());
  }

  /** Returns the seeds of an experiment's sweep, by their purpose. */
  public static Map<String, List<Long>> seeds(ExperimentConfig config, SweepConfig sweep) {
    return Map.of(PURPOSE, config.seeds(PURPOSE, sweep.seeds()));
  }

  /** Trains all, and judges. */
  public List<RateTransfer> run(TrialEngine engine, Progress progress) throws InterruptedException {
    List<Point> points = points();
    List<Trial<Scores.Found>> trials = points.stream().map(this::trial).toList();
    progress.begin("sweep", trials.size());
    List<Outcome<Scores.Found>> outcomes =
        engine.run(
            trials,
            (index, outcome) ->
                progress.step(
                    String.format(
                        Locale.ROOT,
                        "width %d, rate %.3g: %.4f",
                        points.get(index).width(),
                        points.get(index).rate(),
                        loss(outcome))));
    progress.end();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      results.add(new Result(points.get(i), loss(outcomes.get(i))));
    }
    RateVerdict verdict = new RateVerdict(problem, sweep);
    return sweep.parametrizations().stream()
        .map(rules -> verdict.of(grid(rules, results)))
        .toList();
  }

  /** One run. */
  private record Point(Parametrization parametrization, int width, double rate, long seed) {}

  private record Result(Point point, double loss) {}

  /** The longest runs first, so that no core idles at the end. */
  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (Parametrization parametrization : sweep.parametrizations()) {
      for (int width : sweep.widths()) {
        for (double rate : sweep.learningRates().values()) {
          seeds().forEach(seed -> points.add(new Point(parametrization, width, rate, seed)));
        }
      }
    }
    return points.stream().sorted(Comparator.comparingInt(Point::width).reversed()).toList();
  }

  private Trial<Scores.Found> trial(Point point) {
    TrainingConfig training = problem.config().training();
    TrainingProblem under = problem.under(point.parametrization());
    ArmConfig arm =
        new ArmConfig(
            training.schedule(), point.rate(), training.coefficient(Coefficient.MOMENTUM), PURPOSE);
    return new Trial<>(
        under,
        withDecay(Hyperparameters.settings(under, arm), point.rate()),
        point.width(),
        point.seed(),
        new Scores(List.of()));
  }

  /** Where the product of rate and decay is to stay, what training says of it holds at any rate. */
  private RunSettings withDecay(RunSettings settings, double rate) {
    TrainingConfig training = problem.config().training();
    boolean stays = problem.config().model().decayRule() == DecayRule.CONSTANT;
    if (stays && problem.optimizer().coefficients().contains(Coefficient.WEIGHT_DECAY)) {
      double decay = training.coefficient(Coefficient.WEIGHT_DECAY);
      settings
          .coefficients()
          .fill(Coefficient.WEIGHT_DECAY, decay * training.learningRate() / rate);
    }
    return settings;
  }

  private static double loss(Outcome<Scores.Found> outcome) {
    return outcome.map(Scores.Found::trainingLoss, Double.POSITIVE_INFINITY);
  }

  private RateGrid grid(Parametrization parametrization, List<Result> results) {
    List<Double> rates = sweep.learningRates().values();
    Map<Integer, List<List<Double>>> losses = new TreeMap<>();
    for (int width : sweep.widths()) {
      losses.put(
          width,
          rates.stream()
              .map(
                  rate ->
                      results.stream()
                          .filter(r -> r.point().parametrization() == parametrization)
                          .filter(r -> r.point().width() == width && r.point().rate() == rate)
                          .map(Result::loss)
                          .toList())
              .toList());
    }
    return new RateGrid(parametrization, rates, losses);
  }
}
