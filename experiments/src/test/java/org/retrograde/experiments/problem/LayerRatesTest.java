package org.retrograde.experiments.problem;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TrainingConfig.LayerRates;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;

final class LayerRatesTest {

  private static final String YAML =
      """
      name: rates
      data: {source: synthetic, features: 8, classes: 4, train: 100, validation: 10, test: 10}
      model: {width: 32, base-width: 16, activation: tanh}
      training: {steps: 3, batch: 100, learning-rate: 0.01, momentum: 0.5}
      reversal: {steps: 1}
      """;

  /** Of the weights whose gradient is looked at. */
  private static final long SEED =
      Seeds.of(ConfigReader.readText("rates", YAML, List.of()).seed(), "layer-rates", 0);

  private static Workbench bench(Device device, String... changes) {
    return new Workbench(ConfigReader.readText("rates", YAML, List.of(changes)), device);
  }

  private static double[] lambda(String rule, String optimizer) {
    return lambda(rule, optimizer, "mup");
  }

  private static double[] lambda(String rule, String optimizer, String form) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      ExperimentConfig config =
          ConfigReader.readText(
              "rates",
              YAML,
              List.of(
                  "training.layer-rates=" + rule,
                  "training.optimizer=" + optimizer,
                  "model.parametrization=" + form));
      RunSettings settings =
          Hyperparameters.settings(new Workbench(config, device), config.startingArm());
      double[] rates = settings.coefficients().copyOf(Coefficient.LEARNING_RATE)[2];
      return Arrays.stream(rates).map(rate -> rate / 0.01).toArray();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "sai", "sqrt-size", "equal-update"})
  void theirGeometricMeanIsOne(String rule) {
    double logs = Arrays.stream(lambda(rule, "momentum")).map(Math::log).sum();
    assertThat(logs).isCloseTo(0, within(1e-12));
  }

  @Test
  void uniformRatesAreExactlyTheGivenOne() {
    assertThat(lambda("uniform", "momentum")).containsOnly(1.0);
  }

  /** Sizes at the base width 16, though the network that is tuned has 32. */
  @Test
  void squareRootsAreOfTheSizesAtTheBaseWidth() {
    double[] sizes = {8 * 16, 16, 16 * 16, 16, 16 * 4, 4};
    double[] lambda = lambda("sqrt-size", "momentum");
    for (int g = 0; g < sizes.length; g++) {
      assertThat(lambda[g] / lambda[0])
          .isCloseTo(Math.sqrt(sizes[g] / sizes[0]), withinPercentage(1e-9));
    }
  }

  /** G^2 = N (mean / std)^2 + N - 1. */
  @Test
  void saiIsNearlyTheSquareRootOfTheSizeWhateverTheData() {
    double[] sai = lambda("sai", "momentum");
    double[] roots = lambda("sqrt-size", "momentum");
    for (int g : new int[] {2, 4}) {
      assertThat(sai[g] / sai[0]).isCloseTo(roots[g] / roots[0], withinPercentage(2));
      assertThat(sai[g] / sai[0]).isNotEqualTo(roots[g] / roots[0]);
    }
  }

  /** They are links of the space, so that one tuned number moves all rates in proportion. */
  @ParameterizedTest
  @CsvSource({"sqrt-size, all", "sqrt-size, layer", "sqrt-size, group", "sai, all", "sai, layer"})
  void theirRatiosSurviveTuningByFewerNumbers(String rule, String per) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Workbench bench =
          new Workbench(
              ConfigReader.readText(
                  "rates",
                  YAML,
                  List.of(
                      "training.layer-rates=" + rule,
                      "tune={iterations: 1, seeds: 1, check-seeds: 1, meta-optimizer: {step: 1},"
                          + " hyperparameters: [{name: learning-rate, knots: 1, per: %s}]}"
                              .formatted(per))),
              device);
      HyperparameterSpace space =
          Hyperparameters.space(bench, requireNonNull(bench.config().tune()));
      double[] raw = space.start();
      double[] before = rates(space.base());
      assertThat(rates(space.settings(raw))).containsExactly(before, within(1e-15));
      Arrays.setAll(raw, i -> raw[i] + Math.log(2));
      double[] after = rates(space.settings(raw));
      for (int g = 0; g < before.length; g++) {
        assertThat(after[g]).isCloseTo(2 * before[g], withinPercentage(1e-9));
      }
      assertThat(before[0] / before[1]).isNotCloseTo(1, within(0.1));
    }
  }

  private static double[] rates(RunSettings settings) {
    return settings.coefficients().copyOf(Coefficient.LEARNING_RATE)[2];
  }

  static Stream<Arguments> forms() {
    return Stream.of("heavy-ball", "adamw")
        .flatMap(
            optimizer ->
                Stream.of("mup", "mup-t3", "mup-t9", "unit", "standard")
                    .map(form -> Arguments.of(optimizer, form)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormStartsFromTheSameRates(String optimizer, String form) {
    for (String rule : List.of("sqrt-size", "equal-update")) {
      double[] rates = lambda(rule, optimizer, form);
      double[] expected = lambda(rule, optimizer, "mup");
      for (int g = 0; g < rates.length; g++) {
        assertThat(rates[g]).as(rule).isCloseTo(expected[g], withinPercentage(1e-9));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void equalUpdateChangesEveryWeightMatrixByTheSameFraction(String optimizer, String form) {
    assertEqualUpdates(optimizer, form, 0.1);
  }

  /** Singular values of its first steps are near 1, but those of a gradient that are tiny. */
  @ParameterizedTest
  @ValueSource(strings = {"moonlight", "original"})
  void underMuonByNearlyTheSame(String scale) {
    assertEqualUpdates("{name: muon, scale: %s}".formatted(scale), "mup", 40);
  }

  private static void assertEqualUpdates(String optimizer, String form, double percent) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Workbench bench =
          bench(
              device,
              "training.layer-rates=equal-update",
              "training.optimizer=" + optimizer,
              "model.parametrization=" + form,
              "training.steps=1",
              "model.width=16");
      RunSettings settings = Hyperparameters.settings(bench, bench.config().startingArm());
      TrainingRun run = bench.run(16, SEED, settings).run();
      List<double[]> before = run.initialWeights();
      Trained trained = run.train();
      double first = fraction(before.get(0), trained.weights().get(0).toArray());
      assertThat(first).isPositive();
      for (int g : new int[] {2, 4}) {
        assertThat(fraction(before.get(g), trained.weights().get(g).toArray()))
            .isCloseTo(first, withinPercentage(percent));
      }
    }
  }

  private static double fraction(double[] before, double[] after) {
    double moved = 0;
    double size = 0;
    for (int i = 0; i < before.length; i++) {
      moved += (after[i] - before[i]) * (after[i] - before[i]);
      size += before[i] * before[i];
    }
    return Math.sqrt(moved / size);
  }

  /** In single precision the gradient of W1 underflows where all weights are near 0. */
  @ParameterizedTest
  @ValueSource(strings = {"sai", "equal-update"})
  void aGradientOfZeroIsNamed(String rule) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Workbench bench = bench(device, "training.layer-rates=" + rule, "training.init-scale=1e-30");
      assertThatThrownBy(() -> Hyperparameters.settings(bench, bench.config().startingArm()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("training.layer-rates: " + rule)
          .hasMessageContaining("that of W1 is 0; use uniform or sqrt-size");
    }
  }

  @ParameterizedTest
  @EnumSource(LayerRates.class)
  void theSeedOfTheGradientIsListedWhereOneIsDrawn(LayerRates rule) {
    boolean draws = rule == LayerRates.SAI || rule == LayerRates.EQUAL_UPDATE;
    ExperimentConfig config =
        ConfigReader.readText("rates", YAML, List.of("training.layer-rates=" + rule.word()));
    assertThat(org.retrograde.experiments.problem.LayerRates.seeds(config))
        .isEqualTo(draws ? Map.of("layer-rates", List.of(SEED)) : Map.of());
  }

  @ParameterizedTest
  @EnumSource(LayerRates.class)
  void aRecipeThatStartsFromThemTrains(LayerRates rule) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Workbench bench = bench(device, "training.layer-rates=" + rule.word());
      RunSettings settings = Hyperparameters.settings(bench, bench.config().startingArm());
      assertThat(bench.run(32, 1, settings).run().train().finalLoss()).isFinite();
    }
  }
}
