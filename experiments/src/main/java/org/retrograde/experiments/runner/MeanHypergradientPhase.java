package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.retrograde.experiments.config.MeanHypergradientConfig;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Measures the hypergradient of the starting settings with respect to what every step reads, over
 * many seeds: in the space that it is tuned in, log of a rate or logit of a decay.
 */
final class MeanHypergradientPhase {

  private final RunContext context;
  private final int seeds;
  private final RunSettings settings;
  private final RunObjective.Problem problem;
  private final Strategy strategy;

  MeanHypergradientPhase(RunContext context, MeanHypergradientConfig config, RunSettings settings) {
    this.context = context;
    this.seeds = config.seeds();
    this.settings = settings;
    this.problem = context.bench().at(context.config().model().width());
    this.strategy = context.plan().chosen();
  }

  void run() throws InterruptedException {
    List<Callable<CoefficientTable>> tasks = new ArrayList<>();
    for (long seed : Seeds.range(context.config().seed(), "mean hypergradient", 0, seeds)) {
      tasks.add(() -> derivative(seed));
    }
    context.progress().begin("hypergradients", tasks.size());
    List<CoefficientTable> derivatives =
        context.jobs().run(tasks, done -> context.progress().step(""));
    context.progress().end();
    context.update(results -> results.with(new MeanDerivatives(curves(derivatives))));
  }

  private CoefficientTable derivative(long seed) {
    return problem.hypergradient(strategy, settings, seed).derivative().coefficients();
  }

  private List<MeanDerivative> curves(List<CoefficientTable> derivatives) {
    List<ParameterGroup> groups = context.bench().groups();
    List<MeanDerivative> curves = new ArrayList<>();
    for (Coefficient coefficient : settings.coefficients().coefficients()) {
      for (int g = 0; g < groups.size(); g++) {
        curves.add(curve(coefficient, g, groups.get(g).name(), derivatives));
      }
    }
    return curves;
  }

  private MeanDerivative curve(
      Coefficient coefficient, int g, String group, List<CoefficientTable> derivatives) {
    Transform transform = Transform.of(coefficient);
    List<Double> mean = new ArrayList<>();
    List<Double> error = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    for (int t = 0; t < settings.coefficients().steps(); t++) {
      int step = t;
      double slope =
          transform.derivative(transform.raw(settings.coefficients().get(coefficient, t, g)));
      double[] sample =
          derivatives.stream()
              .mapToDouble(table -> slope * table.get(coefficient, step, g))
              .toArray();
      double average = Arrays.stream(sample).average().orElse(Double.NaN);
      double squares = Arrays.stream(sample).map(x -> (x - average) * (x - average)).sum();
      mean.add(average);
      error.add(seeds == 1 ? 0 : Math.sqrt(squares / (seeds * (seeds - 1.0))));
      one.add(sample[0]);
    }
    String name = transform.name().toLowerCase(Locale.ROOT) + " " + coefficient.label();
    return new MeanDerivative(name, group, seeds, mean, error, one);
  }
}
