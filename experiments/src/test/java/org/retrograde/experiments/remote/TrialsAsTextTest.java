package org.retrograde.experiments.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.SettingsBytes;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.models.data.Sha256;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

/** A trial that was text has the bits of one that was not, or is refused. */
final class TrialsAsTextTest {

  @TempDir private Path folder = Path.of("");

  private final List<String> said = new ArrayList<>();

  /** Each text goes through a runner that has nothing but the text. */
  private static final class InText implements TextEngine {
    private final TrialRunner runner = new TrialRunner(SentFiles.NONE, null);
    private int trials;

    @Override
    public void run(List<TrialSpec> specs, Listener whenDone) {
      for (int i = 0; i < specs.size(); i++) {
        trials++;
        String result = runner.run(TrialSpec.read(specs.get(i).toText())).toText();
        assertThat(result).doesNotContain("\n");
        whenDone.done(i, TrialResult.read(result), "here");
      }
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  private static ExperimentConfig smoke() {
    return ConfigReader.readBuiltin("smoke", List.of());
  }

  private static Device device(ExperimentConfig config) {
    return Devices.open("host", config.run().deviceSettings());
  }

  private static RunSettings settings(TrainingProblem problem, double factor) {
    RunSettings settings = Hyperparameters.settings(problem, problem.config().startingArm());
    settings
        .coefficients()
        .coefficients()
        .forEach(
            coefficient ->
                settings
                    .coefficients()
                    .change(coefficient, (step, group, value) -> Math.min(0.9, value * factor)));
    return settings;
  }

  private <R> void assertSame(TrainingProblem problem, double factor, Want<R> want)
      throws InterruptedException {
    List<Trial<R>> trials =
        List.of(
            new Trial<>(problem, settings(problem, factor), problem.width(), 3, want),
            new Trial<>(problem, settings(problem, factor / 3), problem.width(), 4, want));
    InText text = new InText();
    try (LocalTrials here = new LocalTrials(1);
        TrialEngine there = new RemoteTrials(text, 1, said::add)) {
      List<String> seen = new ArrayList<>();
      List<Outcome<R>> as = there.run(trials, (index, outcome) -> seen.add(words(outcome)));
      assertThat(as.stream().map(TrialsAsTextTest::words))
          .isEqualTo(here.run(trials).stream().map(TrialsAsTextTest::words).toList())
          .isEqualTo(seen);
      assertThat(text.trials).as("trials sent").isEqualTo(2);
      assertThat(said).isEmpty();
    }
  }

  private static String words(Outcome<?> outcome) {
    if (outcome.found() instanceof Derivative.Found found) {
      return HexFormat.of().formatHex(SettingsBytes.of(found.derivative()))
          + found.adjointNorms()
          + found.reversal();
    }
    return outcome.found() + " " + outcome.divergence();
  }

  @Test
  void bitsAreThoseOfATrialThatWasNeverText() throws InterruptedException {
    try (Device device = device(smoke())) {
      TrainingProblem problem = ProblemType.open(smoke(), device);
      assertSame(problem, 0.5, new FinalLoss());
      assertSame(problem, 0.5, new Derivative(Strategy.REPLAY));
      assertSame(problem, 0.5, new Scores(problem.parts()));
    }
  }

  @Test
  void aRunThatLeavesTheNumbersSaysTheSame() throws InterruptedException {
    ExperimentConfig config =
        ConfigReader.readBuiltin("smoke", List.of("training.learning-rate=1e300"));
    try (Device device = device(config)) {
      TrainingProblem problem = ProblemType.open(config, device);
      RunSettings wild = Hyperparameters.settings(problem, config.startingArm());
      wild.coefficients().change(Coefficient.LEARNING_RATE, (step, group, rate) -> 1e300);
      Trial<Double> trial = new Trial<>(problem, wild, 5, new FinalLoss());
      try (TrialEngine there = new RemoteTrials(new InText(), 1, said::add)) {
        Outcome<Double> outcome = there.run(List.of(trial)).get(0);
        assertThat(outcome.divergence()).isNotNull().isEqualTo(trial.outcome().divergence());
      }
    }
  }

  /** A worker that goes on from what another had. */
  @Test
  void statesAreKeptWhereTheConfigAsksForIt() throws IOException {
    ExperimentConfig config =
        ConfigReader.readBuiltin("smoke", List.of("run.checkpoint-minutes=1e-9"));
    try (Device device = device(config);
        TrialRunner without = new TrialRunner(SentFiles.NONE, null);
        TrialRunner with = new TrialRunner(SentFiles.NONE, folder)) {
      TrialSpec spec = spec(ProblemType.open(config, device));
      assertThat(with.run(spec).outcome()).isEqualTo(without.run(spec).outcome());
      assertThat(folder).as("what is done keeps nothing").isEmptyDirectory();
    }
  }

  /** Other rows than the config's files have are known to this process alone. */
  @Test
  void whatNoTextSaysIsRunHere() throws InterruptedException {
    try (Device device = device(smoke())) {
      Workbench problem = (Workbench) ProblemType.open(smoke(), device);
      int[] labels = problem.rowClasses().clone();
      labels[0] = (labels[0] + 1) % 3;
      Workbench changed = problem.withTrainingLabels(labels);
      Trial<Double> trial = new Trial<>(changed, settings(changed, 0.5), 5, new FinalLoss());
      InText text = new InText();
      try (TrialEngine there = new RemoteTrials(text, 1, said::add)) {
        assertThat(there.run(List.of(trial)).get(0).get()).isEqualTo(trial.outcome().get());
      }
      assertThat(text.trials).isZero();
      assertThat(said).singleElement().asString().contains("are run here");
    }
  }

  /** A control in double precision is of a device that no config names. */
  @Test
  void anotherPrecisionThanTheConfigsIsOfThisProcess() throws InterruptedException {
    try (Device device = device(smoke());
        Device doubles = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingProblem problem = ProblemType.open(smoke(), device).on(doubles);
      Trial<Double> trial = new Trial<>(problem, settings(problem, 0.5), 5, new FinalLoss());
      InText text = new InText();
      try (TrialEngine there = new RemoteTrials(text, 1, said::add)) {
        assertThat(there.run(List.of(trial)).get(0).get()).isEqualTo(trial.outcome().get());
      }
      assertThat(text.trials).isZero();
    }
  }

  @Test
  void classesOfOnesOwnAreHashed() throws IOException {
    assertThat(OwnClasses.hash(null)).isEmpty();
    assertThat(OwnClasses.hash("")).isEmpty();
    Path one = Files.write(folder.resolve("One.class"), new byte[] {1});
    String path = folder + File.pathSeparator + folder.resolve("absent.jar");
    String before = OwnClasses.hash(path).orElseThrow();
    assertThat(OwnClasses.hash(path)).contains(before);
    Files.write(one, new byte[] {2});
    assertThat(OwnClasses.hash(path).orElseThrow()).isNotEqualTo(before);
  }

  private TrialSpec spec(TrainingProblem problem) {
    Trial<Double> trial = new Trial<>(problem, settings(problem, 0.5), 5, new FinalLoss());
    return TrialText.of(trial, Surroundings.of(problem.device())).orElseThrow();
  }

  @Test
  void whatWouldChangeBitsIsRefused() {
    try (Device device = device(smoke());
        TrialRunner runner = new TrialRunner(SentFiles.NONE, null)) {
      TrialSpec spec = spec(ProblemType.open(smoke(), device));
      Map<String, String> facts = new LinkedHashMap<>(spec.surroundings().facts());
      for (String fact : List.of("program", "Java", "BLAS kernel", "BLAS threads")) {
        assertThat(facts).containsKey(fact);
        Map<String, String> others = new LinkedHashMap<>(facts);
        others.put(fact, "another");
        assertThatThrownBy(
                () -> runner.run(changed(spec, "surroundings", new Surroundings(others))))
            .isInstanceOf(TrialTextException.class)
            .hasMessageContaining(fact + " is " + facts.get(fact) + ", wanted is another");
      }
      assertThatThrownBy(() -> runner.run(changed(spec, "data", Map.of("train", "0"))))
          .isInstanceOf(TrialTextException.class)
          .hasMessageContaining("are not those that the run was begun with")
          .hasMessageContaining("train");
      assertThatThrownBy(() -> runner.run(changed(spec, "seed", 6L)))
          .as("a text that was changed is another trial")
          .isInstanceOf(TrialTextException.class)
          .hasMessageContaining("its problem is another");
      assertThatThrownBy(() -> TrialSpec.read(spec.toText().replace("trial/1", "trial/2")))
          .isInstanceOf(TrialTextException.class)
          .hasMessageContaining("schema retrograde-trial/2");
      assertThatThrownBy(() -> TrialSpec.read("{\"half\": "))
          .isInstanceOf(TrialTextException.class)
          .hasMessageContaining("is not a trial");
      assertThat(runner.run(spec).outcome()).as("the control").isNotNull();
    }
  }

  private static TrialSpec changed(TrialSpec spec, String part, Object value) {
    ObjectNode tree = (ObjectNode) RemoteJson.tree(spec);
    tree.set(part, RemoteJson.tree(value));
    return TrialSpec.read(tree.toString());
  }

  /** Where the data lie elsewhere, those that came along are taken, if they are the same bytes. */
  @Test
  void dataThatComeAlongAreFoundByTheirHash() throws IOException {
    Path file = folder.resolve("rows.csv");
    StringBuilder rows = new StringBuilder("a,b,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 7).append(',').append(i % 5).append(',').append(i % 2).append('\n');
    }
    Files.writeString(file, rows);
    ExperimentConfig config =
        ConfigReader.readText(
            "test",
            """
            name: rows
            data: {source: table, file: %s, train: 40, validation: 10, test: 10}
            model: {hidden: [4]}
            training: {steps: 5, batch: 10, learning-rate: 0.1}
            judge: {seeds: 1}
            """
                .formatted(file),
            List.of());
    try (Device device = device(config)) {
      TrainingProblem problem = ProblemType.open(config, device);
      TrialSpec spec = spec(problem);
      assertThat(NamedFiles.of(spec)).containsExactly(Map.entry("data.file", file));
      String hash = Sha256.of(file);
      TrialSpec sent = spec.withFiles(Map.of("data.file", hash));
      Path moved = Files.move(file, folder.resolve(hash));
      try (TrialRunner runner = new TrialRunner(sha -> Optional.of(folder.resolve(sha)), null)) {
        TrialResult result = runner.run(TrialSpec.read(sent.toText()));
        assertThat(result.failure()).isNull();
      }
      Files.writeString(moved, "a,b,label\n1,2,0\n");
      try (TrialRunner runner = new TrialRunner(sha -> Optional.of(folder.resolve(sha)), null)) {
        assertThatThrownBy(() -> runner.run(sent))
            .isInstanceOf(TrialTextException.class)
            .hasMessageContaining("nor a copy that came with the trial");
      }
    }
  }

  @Test
  void theProgramHasOneHash() {
    assertThat(ProgramHash.get()).matches("[0-9a-f]{16}");
  }
}
