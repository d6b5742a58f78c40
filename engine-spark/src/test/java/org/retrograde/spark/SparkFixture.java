package org.retrograde.spark;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/** Hypergradients of some seeds, by one engine or another, as texts to compare. */
final class SparkFixture {

  private SparkFixture() {}

  static ExperimentConfig config(int steps) {
    return ConfigReader.readText(
        "test",
        """
        name: cluster
        data: {source: synthetic, features: 20, classes: 4, train: 400, validation: 100, test: 100}
        model: {hidden: [64, 64]}
        training: {steps: %d, batch: 50, optimizer: adamw, learning-rate: 0.002}
        judge: {seeds: 1}
        """
            .formatted(steps),
        List.of());
  }

  static List<Trial<Derivative.Found>> trials(TrainingProblem problem, int count) {
    List<Trial<Derivative.Found>> trials = new ArrayList<>();
    for (int seed = 0; seed < count; seed++) {
      trials.add(
          new Trial<>(
              problem,
              Hyperparameters.settings(problem, problem.config().startingArm()),
              seed,
              new Derivative(Strategy.REPLAY)));
    }
    return trials;
  }

  /** Returns every bit of what some trials found. */
  static List<String> bits(List<Outcome<Derivative.Found>> outcomes) {
    return outcomes.stream()
        .map(Outcome::get)
        .map(
            found ->
                HexFormat.of().formatHex(SettingsBytes.of(found.derivative()))
                    + found.finalLoss()
                    + found.adjointNorms()
                    + found.reversal())
        .toList();
  }

  static List<String> inThisProcess(ExperimentConfig config, int count)
      throws InterruptedException {
    try (Device device = Devices.open("host", config.run().deviceSettings());
        TrialEngine here = new LocalTrials(1)) {
      return bits(here.run(trials(ProblemType.open(config, device), count)));
    }
  }
}
