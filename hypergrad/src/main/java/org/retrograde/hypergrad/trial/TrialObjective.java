package org.retrograde.hypergrad.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;

/**
 * The final loss of a problem, at the width that settings are made for, as a function of raw
 * hyperparameters and a seed.
 *
 * @param engine runs the trials
 * @param problem what is trained
 * @param space the hyperparameters
 * @param strategy how hypergradients find the states of the way back
 */
public record TrialObjective(
    TrialEngine engine, Problem problem, HyperparameterSpace space, Strategy strategy)
    implements MetaObjective {

  @Override
  public List<Outcome<Sample>> differentiate(double[] raw, long[] seeds)
      throws InterruptedException {
    return engine.run(trials(List.of(raw), seeds, new Derivative(strategy))).stream()
        .map(outcome -> outcome.with(found -> sample(raw, found)))
        .toList();
  }

  private Sample sample(double[] raw, Derivative.Found found) {
    return new Sample(found.finalLoss(), new RawVector(space.pullBack(raw, found.derivative())));
  }

  @Override
  public List<Outcome<Double>> evaluate(List<double[]> raws, long[] seeds)
      throws InterruptedException {
    return engine.run(trials(raws, seeds, new FinalLoss()));
  }

  private <R> List<Trial<R>> trials(List<double[]> raws, long[] seeds, Want<R> want) {
    List<Trial<R>> trials = new ArrayList<>();
    for (double[] raw : raws) {
      RunSettings settings = space.settings(raw);
      Arrays.stream(seeds).forEach(seed -> trials.add(new Trial<>(problem, settings, seed, want)));
    }
    return trials;
  }
}
