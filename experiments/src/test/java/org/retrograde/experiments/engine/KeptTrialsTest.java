package org.retrograde.experiments.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.example.Backwards;
import org.retrograde.experiments.phase.Compared;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.check.RoundTrip;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.optimizer.Coefficient;

final class KeptTrialsTest {

  private static final Map<String, String> NOW = Map.of("Retrograde", "1");

  @TempDir private Path folder = Path.of("");

  private <R> void assertKept(Want<R> want, double rate) throws IOException, InterruptedException {
    ExperimentConfig config =
        ConfigReader.readBuiltin("smoke", List.of("training.learning-rate=" + rate));
    Path file = folder.resolve(want.getClass().getSimpleName() + rate);
    try (Device device = Devices.open("host", config.run().deviceSettings())) {
      TrainingProblem problem = ProblemType.open(config, device);
      RunSettings settings = Hyperparameters.settings(problem, config.startingArm());
      for (Coefficient coefficient : settings.coefficients().coefficients()) {
        settings
            .coefficients()
            .change(
                coefficient,
                (step, group, value) -> group == 0 ? Math.min(0.9, value) * rate : value);
      }
      List<Trial<R>> trials =
          List.of(
              new Trial<>(problem, settings, 16, 1, want),
              new Trial<>(problem, settings, 32, 2, want));
      int before = Backwards.RUN.get();
      List<Outcome<R>> first = ask(file, trials.subList(0, 1));
      List<Outcome<R>> both = ask(file, trials);
      assertThat(Backwards.RUN.get() - before).as("each trial is run once").isEqualTo(2);
      List<Outcome<R>> again = ask(file, trials);
      assertThat(Backwards.RUN.get() - before).isEqualTo(2);
      assertThat(text(both.get(0))).isEqualTo(text(first.get(0)));
      assertThat(again.stream().map(KeptTrialsTest::text))
          .isEqualTo(both.stream().map(KeptTrialsTest::text).toList());
    }
  }

  /** What is compared: records, or the bytes of settings. */
  private static <R> List<Object> text(Outcome<R> outcome) {
    List<Object> parts = new ArrayList<>();
    parts.add(outcome.seconds());
    parts.add(String.valueOf(outcome.divergence()));
    if (outcome.found() instanceof Derivative.Found found) {
      parts.add(HexFormat.of().formatHex(SettingsBytes.of(found.derivative())));
      parts.add(found.adjointNorms());
      parts.add(found.reversal());
      parts.add(found.finalLoss());
    } else {
      parts.add(String.valueOf(outcome.found()));
    }
    return parts;
  }

  private <R> List<Outcome<R>> ask(Path file, List<Trial<R>> trials)
      throws IOException, InterruptedException {
    List<Trial<R>> seen = new ArrayList<>();
    try (KeptResults results = new KeptResults(file, NOW);
        TrialEngine engine = new KeptTrials(new Backwards().open(1, line -> {}), results)) {
      List<Outcome<R>> outcomes =
          engine.run(trials, (index, outcome) -> seen.add(trials.get(index)));
      assertThat(seen).hasSameElementsAs(trials);
      return outcomes;
    }
  }

  @Test
  void everyOutcomeIsKeptAndReadBackToTheSameBits() throws IOException, InterruptedException {
    for (double rate : new double[] {0.5, 1e300}) { // the second leaves the numbers
      assertKept(new FinalLoss(), rate);
      assertKept(new Derivative(Strategy.REPLAY), rate);
      assertKept(new RoundTrip(true), rate);
    }
    try (Device device = Devices.open("host", smoke().run().deviceSettings())) {
      assertKept(Compared.want(ProblemType.open(smoke(), device)), 0.5);
    }
  }

  private static ExperimentConfig smoke() {
    return ConfigReader.readBuiltin("smoke", List.of());
  }

  /** Whatever can change a bit of the result changes the name under which it is kept. */
  @Test
  void trialsThatDifferInAnythingHaveDifferentNames() {
    try (Device device = Devices.open("host", smoke().run().deviceSettings())) {
      TrainingProblem problem = ProblemType.open(smoke(), device);
      TrainingProblem longer =
          ProblemType.open(ConfigReader.readBuiltin("smoke", List.of("training.batch=10")), device);
      RunSettings settings = Hyperparameters.settings(problem, smoke().startingArm());
      RunSettings other = settings.copy();
      other
          .coefficients()
          .change(
              Coefficient.LEARNING_RATE,
              (step, group, rate) -> step == 0 && group == 0 ? Math.nextUp(rate) : rate);
      List<String> names =
          List.of(
              new Trial<>(problem, settings, 16, 1, new FinalLoss()).id(),
              new Trial<>(longer, settings, 16, 1, new FinalLoss()).id(),
              new Trial<>(problem, other, 16, 1, new FinalLoss()).id(),
              new Trial<>(problem, settings, 32, 1, new FinalLoss()).id(),
              new Trial<>(problem, settings, 16, 2, new FinalLoss()).id(),
              new Trial<>(problem, settings, 16, 1, new RoundTrip(true)).id(),
              new Trial<>(problem, settings, 16, 1, new RoundTrip(false)).id());
      assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[0-9a-f]{64}"));
      assertThat(new Trial<>(problem, settings.copy(), 16, 1, new FinalLoss()).id())
          .isEqualTo(names.get(0));
    }
  }
}
