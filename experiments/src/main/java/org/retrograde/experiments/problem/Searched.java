package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.LossObjective;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;

/**
 * What the numbers of a raw vector are: raw hyperparameters, then logarithms of numbers of the
 * architecture.
 *
 * @param space the hyperparameters
 * @param settings the numbers of the architecture, by their keys
 */
public record Searched(HyperparameterSpace space, List<String> settings) {

  /** Copies the list. */
  public Searched {
    settings = List.copyOf(settings);
  }

  /** Returns the number of raw numbers. */
  public int size() {
    return space.size() + settings.size();
  }

  /** Returns a training run of a raw vector. */
  public <R> Trial<R> trial(TrainingProblem problem, double[] raw, long seed, Want<R> want) {
    return new Trial<>(with(problem, raw), settings(raw), seed, want);
  }

  /** Returns training runs of a raw vector, one a seed, which share what their problem keeps. */
  public <R> List<Trial<R>> trials(
      TrainingProblem problem, double[] raw, long[] seeds, Want<R> want) {
    return Trial.onSeeds(
        with(problem, raw), settings(raw), Arrays.stream(seeds).boxed().toList(), want);
  }

  private RunSettings settings(double[] raw) {
    return space.settings(Arrays.copyOf(raw, space.size()));
  }

  private TrainingProblem with(TrainingProblem problem, double[] raw) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (int i = 0; i < settings.size(); i++) {
      numbers.put(settings.get(i), Math.exp(raw[space.size() + i]));
    }
    return numbers.isEmpty() ? problem : problem.withArchitecture(numbers);
  }

  /** Returns the final loss as a function of raw vectors and seeds. */
  public LossObjective objective(TrialEngine engine, TrainingProblem problem) {
    return (raws, seeds) -> {
      List<Trial<Double>> trials = new ArrayList<>();
      for (double[] raw : raws) {
        trials.addAll(trials(problem, raw, seeds, new FinalLoss()));
      }
      return engine.run(trials);
    };
  }
}
