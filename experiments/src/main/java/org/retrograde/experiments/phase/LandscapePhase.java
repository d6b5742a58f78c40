package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.Landscape;

/**
 * Measures the final loss and its derivative over a grid of learning rates, from one start and with
 * one order of batches.
 */
final class LandscapePhase implements Phase {

  private static final String PURPOSE = "landscape";
  private static final int WRITTEN_EVERY = 50;
  private static final String RULE =
      "Chaos begins at the first rate at which the derivative and the central difference of the"
          + " losses beside it differ by more than half of their sizes added up, and go on to do so"
          + " at most of the next %d points.";

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.landscape() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(PURPOSE, config.seeds(PURPOSE, 1));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    List<Double> logRates = Objects.requireNonNull(context.config().landscape()).logRates();
    long seed = Seeds.of(context.config().seed(), PURPOSE, 0);
    AlongRates want = new AlongRates(context.plan().chosen());
    List<Trial<AlongRates.Found>> trials = new ArrayList<>();
    for (double logRate : logRates) {
      trials.add(new Trial<>(context.problem(), settings(context, logRate), seed, want));
    }
    List<Landscape.Point> soFar = new ArrayList<>();
    context.run(
        PURPOSE,
        trials,
        (index, outcome) -> {
          Landscape.Point point = point(logRates.get(index), outcome);
          soFar.add(point);
          if (soFar.size() % WRITTEN_EVERY == 0 || soFar.size() == trials.size()) {
            record(context, soFar);
          }
          return String.format(Locale.ROOT, "log rate %.3f: %.4f", point.logRate(), point.loss());
        });
  }

  private static RunSettings settings(RunContext context, double logRate) {
    ArmConfig start = context.config().startingArm();
    return Hyperparameters.settings(
        context.problem(),
        new ArmConfig(start.schedule(), Math.exp(logRate), start.momentum(), start.origin()));
  }

  /** What is known so far, so that an interrupted run keeps it. */
  private static void record(RunContext context, List<Landscape.Point> soFar) {
    List<Landscape.Point> points =
        soFar.stream().sorted(Comparator.comparingDouble(Landscape.Point::logRate)).toList();
    String rule = RULE.formatted(ChaosOnset.window(points.size()));
    context.update(results -> results.with(new Landscape(points, chaos(points), rule)));
  }

  private static Landscape.Point point(double logRate, Outcome<AlongRates.Found> outcome) {
    return outcome.map(
        found ->
            new Landscape.Point(
                logRate,
                found.finalLoss(),
                found.derivative(),
                Math.log(found.adjointNorm()) / Math.log(2)),
        new Landscape.Point(logRate, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN));
  }

  private static @Nullable Double chaos(List<Landscape.Point> points) {
    OptionalInt onset =
        ChaosOnset.find(
            column(points, Landscape.Point::logRate),
            column(points, Landscape.Point::loss),
            column(points, Landscape.Point::derivative));
    return onset.isPresent() ? points.get(onset.getAsInt()).logRate() : null;
  }

  private static double[] column(
      List<Landscape.Point> points, ToDoubleFunction<Landscape.Point> number) {
    return points.stream().mapToDouble(number).toArray();
  }
}
