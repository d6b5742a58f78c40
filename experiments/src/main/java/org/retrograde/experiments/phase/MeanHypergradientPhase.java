package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.MeanDerivative;
import org.retrograde.reports.record.MeanDerivatives;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Measures the hypergradient of the starting settings with respect to what every step reads, over
 * many seeds: in the space that it is tuned in, log of a rate or logit of a decay.
 */
final class MeanHypergradientPhase implements Phase {

  private static final String PURPOSE = "mean hypergradient";

  @Override
  public boolean isIn(ExperimentConfig config) {
    return config.meanHypergradient() != null;
  }

  @Override
  public Map<String, List<Long>> seeds(ExperimentConfig config) {
    return Map.of(
        PURPOSE, config.seeds(PURPOSE, Objects.requireNonNull(config.meanHypergradient()).seeds()));
  }

  @Override
  public void run(RunContext context) throws InterruptedException {
    RunSettings settings = context.start();
    CoefficientDerivative want = new CoefficientDerivative(context.plan().chosen());
    List<Trial<CoefficientDerivative.Found>> trials = new ArrayList<>();
    for (long seed : seeds(context.config()).getOrDefault(PURPOSE, List.of())) {
      trials.add(new Trial<>(context.problem(), settings, seed, want));
    }
    List<CoefficientDerivative.Found> derivatives =
        context.run("hypergradients", trials, (index, outcome) -> "").stream()
            .map(Outcome::get)
            .toList();
    List<ParameterGroup> groups = context.problem().groups();
    List<MeanDerivative> curves = new ArrayList<>();
    for (Coefficient coefficient : settings.coefficients().coefficients()) {
      for (int g = 0; g < groups.size(); g++) {
        Place place = new Place(coefficient, g, groups.get(g).name());
        curves.add(curve(place, settings.coefficients(), derivatives));
      }
    }
    context.update(results -> results.with(new MeanDerivatives(curves)));
  }

  /** What a curve is of. */
  private record Place(Coefficient coefficient, int index, String group) {}

  private static MeanDerivative curve(
      Place place, CoefficientTable at, List<CoefficientDerivative.Found> derivatives) {
    Transform transform = Transform.of(place.coefficient());
    int seeds = derivatives.size();
    List<Double> mean = new ArrayList<>();
    List<Double> error = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    for (int t = 0; t < at.steps(); t++) {
      int step = t;
      double slope =
          transform.derivative(transform.raw(at.get(place.coefficient(), t, place.index())));
      double[] sample =
          derivatives.stream()
              .mapToDouble(found -> slope * found.at(place.coefficient(), step, place.index()))
              .toArray();
      double average = Arrays.stream(sample).average().orElse(Double.NaN);
      double squares = Arrays.stream(sample).map(x -> (x - average) * (x - average)).sum();
      mean.add(average);
      error.add(seeds == 1 ? 0 : Math.sqrt(squares / (seeds * (seeds - 1.0))));
      one.add(sample[0]);
    }
    String name = transform.name().toLowerCase(Locale.ROOT) + " " + place.coefficient().label();
    return new MeanDerivative(name, place.group(), seeds, mean, error, one);
  }
}
