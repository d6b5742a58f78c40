package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.LandscapeConfig;
import org.retrograde.experiments.suite.ChaosOnset;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.reports.record.Landscape;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Measures the final loss and its derivative over a grid of learning rates, from one start and with
 * one order of batches.
 */
final class LandscapePhase {

  private static final int WRITTEN_EVERY = 50;
  private static final String RULE =
      "Chaos begins at the first rate at which the derivative and the central difference of the"
          + " losses beside it differ by more than half of their sizes added up, and go on to do so"
          + " at most of the next %d points.";

  private final RunContext context;
  private final LandscapeConfig landscape;
  private final RunObjective.Problem problem;
  private final Strategy strategy;
  private final long seed;

  LandscapePhase(RunContext context, LandscapeConfig landscape) {
    this.context = context;
    this.landscape = landscape;
    this.problem = context.bench().at(context.config().model().width());
    this.strategy = context.plan().chosen();
    this.seed = Seeds.of(context.config().seed(), "landscape", 0);
  }

  void run() throws InterruptedException {
    List<Callable<Landscape.Point>> tasks = new ArrayList<>();
    for (double logRate : landscape.logRates()) {
      tasks.add(() -> point(logRate));
    }
    context.progress().begin("landscape", tasks.size());
    List<Landscape.Point> soFar = new ArrayList<>();
    context
        .jobs()
        .run(
            tasks,
            point -> {
              soFar.add(point);
              context
                  .progress()
                  .step("log rate %.3f: %.4f".formatted(point.logRate(), point.loss()));
              if (soFar.size() % WRITTEN_EVERY == 0 || soFar.size() == tasks.size()) {
                record(soFar);
              }
            });
    context.progress().end();
  }

  /** What is known so far, so that an interrupted run keeps it. */
  private void record(List<Landscape.Point> soFar) {
    List<Landscape.Point> points =
        soFar.stream().sorted(Comparator.comparingDouble(Landscape.Point::logRate)).toList();
    String rule = RULE.formatted(ChaosOnset.window(points.size()));
    context.update(results -> results.with(new Landscape(points, chaos(points), rule)));
  }

  private Landscape.Point point(double logRate) {
    ArmConfig start = context.config().startingArm();
    RunSettings settings =
        Hyperparameters.settings(
            context.bench(),
            new ArmConfig(start.schedule(), Math.exp(logRate), start.momentum(), start.origin()));
    try {
      Hypergradient hypergradient = problem.hypergradient(strategy, settings, seed);
      return new Landscape.Point(
          logRate,
          hypergradient.finalLoss(),
          alongRates(settings.coefficients(), hypergradient.derivative().coefficients()),
          Math.log(hypergradient.adjointNorms().get(0)) / Math.log(2));
    } catch (DivergenceException | CoefficientRangeException e) {
      return new Landscape.Point(logRate, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);
    }
  }

  /** The derivative with respect to the logarithm of a factor on all learning rates. */
  private static double alongRates(CoefficientTable rates, CoefficientTable derivative) {
    double sum = 0;
    for (int t = 0; t < rates.steps(); t++) {
      for (int g = 0; g < rates.groups(); g++) {
        sum +=
            rates.get(Coefficient.LEARNING_RATE, t, g)
                * derivative.get(Coefficient.LEARNING_RATE, t, g);
      }
    }
    return sum;
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
