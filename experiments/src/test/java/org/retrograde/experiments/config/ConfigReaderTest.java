package org.retrograde.experiments.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.config.text.ConfigError;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.experiments.problem.NetworkType;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.hyperparameter.InitScale;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.TunedCoefficient;
import org.retrograde.hypergrad.schedule.Flat;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.search.RandomSearch;
import org.retrograde.hypergrad.trial.TrialEngines;
import org.retrograde.hypergrad.tune.MetaOptimizer;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.RowCounts;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.architecture.Mlp;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** Every error names its line; each case changes one line of a configuration that has no error. */
final class ConfigReaderTest {
  /** Line numbers of the cases below count in this text. */
  private static final String GOOD =
      """
      name: mine
      seed: 7
      run:
        device: host
      data:
        source: mnist
        train: 1000
        validation: 500
        test: 200
      model:
        width: 64
      training:
        steps: 50
        batch: 100
        learning-rate: 2.0
        momentum: 0.8
      arms:
        flat: {schedule: flat, learning-rate: 1, momentum: 0.5}
      tune:
        start: flat
        iterations: 4
        seeds: 2
        check-seeds: 2
        meta-optimizer:
          step: 0.1
        hyperparameters:
          - name: learning-rate
            per: group
            knots: 10
          - name: init-scale
            per: weight-group
      transfer:
        widths: [64, 128]
        arms: [flat]
      grid:
        learning-rates: {from: 0.25, factor: 2, count: 3}
        momenta: [0.5, 0.9]
        seeds: 3
      reversal:
        steps: 20
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder = Path.of("");

  @Test
  void theControlHasNoError() throws IOException {
    ExperimentConfig config = ConfigReader.read(write(GOOD), List.of());
    assertThat(config.name()).isEqualTo("mine");
    assertThat(config.seed()).isEqualTo(7);
    assertThat(config.data())
        .isEqualTo(new DataConfig.Mnist(1000, 500, 200, true, null, null, null));
    assertThat(config.startingArm()).isEqualTo(new ArmConfig(Schedules.FLAT, 1, 0.5, ""));
  }

  @Test
  void everyDefaultIsFilledIn() throws IOException {
    String minimal =
        """
        name: least
        data: {train: 20, validation: 10, test: 10}
        training: {steps: 5, batch: 10, learning-rate: 1, momentum: 0.9}
        reversal: {steps: 5}
        """;
    ExperimentConfig config = ConfigReader.read(write(minimal), List.of());
    assertThat(config)
        .isEqualTo(
            new ExperimentConfig(
                "least",
                "",
                "",
                0,
                1,
                new RunConfig(
                    "host",
                    Precision.FLOAT32,
                    Products.FLOAT32,
                    1,
                    0,
                    25,
                    0,
                    StrategyChoice.AUTO,
                    0,
                    1,
                    0,
                    TrialEngines.THREADS,
                    "python3",
                    600,
                    null,
                    null),
                new ProblemConfig(ProblemKind.ALL.get("network"), new NetworkType.Settings()),
                new DataConfig.Mnist(20, 10, 10, true, null, null, null),
                new ModelConfig(
                    new Mlp(),
                    null,
                    64,
                    2,
                    Nonlinearity.RELU,
                    Loss.CROSS_ENTROPY,
                    Initialization.FAN_IN,
                    Parametrization.MUP,
                    64,
                    DecayRule.FOLLOWS_RATE),
                new TrainingConfig(
                    5,
                    10,
                    new Momentum(MomentumForm.PAPER),
                    1,
                    Map.of(
                        "momentum",
                        0.9,
                        "beta1",
                        0.9,
                        "beta2",
                        0.999,
                        "epsilon",
                        1e-8,
                        "weight-decay",
                        0.0),
                    0,
                    TrainingConfig.LayerRates.UNIFORM,
                    Schedules.FLAT,
                    0,
                    new Flat("none"),
                    1,
                    0,
                    0,
                    0,
                    TrainingConfig.Sampling.EPOCHS,
                    new LastIterate()),
                null,
                null,
                Map.of(),
                null,
                null,
                new ReversalConfig(5, true),
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                Map.of()));
  }

  @Test
  void aConfigThatAsksForNothingIsAnError() throws IOException {
    Path file =
        write(
            """
            name: idle
            data: {train: 20, validation: 10, test: 10}
            training: {steps: 5, batch: 10, learning-rate: 1, momentum: 0.9}
            """);
    assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "add at least one of grid, reversal, tune, search, transfer, judge,"
                + " mean-hypergradient, landscape, sweep, ablations");
  }

  @Test
  void aPenaltyCannotBeTunedFromZeroOrForEachWeightOfAnotherWidth() throws IOException {
    Path file = write(GOOD);
    List<String> fromZero =
        List.of("tune.hyperparameters=[{name: l2, per: parameter}]", "transfer.widths=[64, 32]");
    assertThatThrownBy(() -> ConfigReader.read(file, fromZero))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot start at 0")
        .hasMessageContaining("transfer.widths.1");
  }

  @Test
  void whatAnOptimizerDoesNotReadOrCannotUndoIsAnError() throws IOException {
    Path file = write(GOOD);
    assertErrors(
        file,
        List.of(
            "training.optimizer=rmsprop",
            "run.strategy=replay",
            "tune.last-steps=51",
            "tune.hyperparameters=[{name: beta1, per: all}, {name: momentum, per: all}]"),
        "a step of rmsprop cannot be undone; use one of auto, stored, checkpoints, recursive",
        "training.optimizer rmsprop has no beta1 to tune",
        "training.optimizer rmsprop has no momentum to tune",
        "must be at most training.steps (50), got 51");
    assertErrors(
        file,
        List.of(
            "training.optimizer=adamw", "tune.hyperparameters=[{name: weight-decay, per: all}]"),
        "weight-decay is tuned as a logarithm and cannot start at 0");
    assertErrors(
        file,
        List.of("training.optimizer=sgd-sai", "training.layer-rates=sai"),
        "sgd-sai takes these ratios itself; use uniform");
    assertErrors(
        file,
        List.of("training.optimizer=lion", "tune.hyperparameters=[{name: beta2, per: all}]"),
        "beta2 acts through gradients, of which lion takes the signs, so that every derivative by"
            + " it is 0; search it instead");
    assertErrors(
        file, List.of("training.optimizer=adagrad"), "training.optimizer", "adagrad", "adamw");
  }

  @Test
  void anOptimizerMayHaveAUsualNumberOfItsOwn() throws IOException {
    Path file = write(GOOD);
    assertThat(beta2(file, "training.optimizer=adamw")).isEqualTo(0.999);
    assertThat(beta2(file, "training.optimizer=lion")).isEqualTo(0.99);
    assertThat(beta2(file, "training.optimizer={name: lion, headroom-bits: 3}")).isEqualTo(0.99);
    assertThat(beta2(file, "training.optimizer=lion", "training.beta2=0.95")).isEqualTo(0.95);
  }

  private static double beta2(Path file, String... changes) {
    return ConfigReader.read(file, List.of(changes)).training().coefficient(Coefficient.BETA2);
  }

  @Test
  void numbersOfAShapeAreThoseOfOneScheduleAndTunedWithItsPeak() throws IOException {
    Path file = write(GOOD);
    String rate = "tune.hyperparameters=[{name: learning-rate, per: all, knots: %d, %s}]";
    ExperimentConfig config =
        ConfigReader.read(file, List.of(rate.formatted(1, "shape: wsd, shape-numbers: [decay]")));
    assertThat(config.tunedHyperparameters().get(0).shapeNumbers()).containsExactly("decay");
    assertErrors(
        file,
        List.of(rate.formatted(2, "shape: wsd, shape-numbers: [rise]")),
        "tune.hyperparameters.0.shape-numbers: wsd has no number 'rise'; it has: decay, end",
        "tune.hyperparameters.0.knots: must be 1, the peak");
    assertErrors(
        file,
        List.of(
            rate.formatted(1, "shape: [{name: flat, until: 0.5}, wsd], shape-numbers: [decay]")),
        "tune.hyperparameters.0.shape-numbers: then has no numbers to tune");
    assertErrors(
        file,
        List.of(
            "tune.hyperparameters=[{name: momentum, per: all, knots: 1, shape-numbers: [end]}]"),
        "shape-numbers: flat has no numbers to tune");
    assertErrors(
        file,
        List.of(rate.formatted(1, "shape: {name: wsd, decay: 1}, shape-numbers: [decay]")),
        "shape-numbers: decay of a schedule cannot be tuned from 1.0");
    String late = "shape: {name: power-scheduler, crossing: %d}, shape-numbers: [crossing]";
    List<String> long4000 = List.of("training.steps=4000", rate.formatted(1, late.formatted(2000)));
    assertThat(ConfigReader.read(file, long4000).tunedHyperparameters()).hasSize(1);
    assertErrors(
        file,
        List.of(rate.formatted(1, late.formatted(2000))),
        "shape-numbers: crossing moves no learning rate of 50 steps; remove it");
    String cycle = "shape: {name: one-cycle, low-momentum: 0.8}";
    assertErrors(
        file,
        List.of(rate.formatted(1, cycle)),
        "shape: a shape moves the tuned rate alone, not the momentum");
  }

  private static void assertErrors(Path file, List<String> overrides, String... messages) {
    assertThatThrownBy(() -> ConfigReader.read(file, overrides))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(messages);
  }

  @Test
  void defaultsReachIntoListsAndNestedSections() throws IOException {
    TuneConfig tune = requireNonNull(ConfigReader.read(write(GOOD), List.of()).tune());
    assertThat(tune.metaOptimizer())
        .isEqualTo(
            new MetaOptimizerConfig(
                new MetaOptimizer.Adam(),
                0.1,
                List.of(0.9, 0.99),
                0.9,
                MetaOptimizerConfig.Decay.NONE,
                0));
    assertThat(tune.hyperparameters().get(1))
        .isEqualTo(
            new HyperparameterConfig(
                new InitScale(), 0, Per.WEIGHT_GROUP, null, Schedules.FLAT, List.of(), null));
  }

  @Test
  void aSearchTakesWhatIsTunedUnlessItListsItsOwn() throws IOException {
    ExperimentConfig tuned = ConfigReader.read(write(GOOD), List.of("search={methods: [random]}"));
    assertThat(tuned.search())
        .isEqualTo(
            new SearchConfig(List.of(new RandomSearch()), 0, 0, 1, 5, null, List.of(), List.of()));
    assertThat(tuned.searchedHyperparameters()).isEqualTo(tuned.tunedHyperparameters());
    assertThat(tuned.searchStart()).isEqualTo(tuned.startingArm());
    ExperimentConfig own =
        ConfigReader.read(
            write(GOOD),
            List.of(
                "tune=null",
                "transfer=null",
                "search={methods: [cma-es-diagonal, bobyqa], runs: 9, start: flat,"
                    + " hyperparameters: [{name: learning-rate, per: all, knots: 1,"
                    + " shape: one-cycle, bounds: [0.1, 10]}]}"));
    assertThat(own.searchedHyperparameters())
        .containsExactly(
            new HyperparameterConfig(
                TunedCoefficient.LEARNING_RATE,
                1,
                Per.ALL,
                null,
                new OneCycle(),
                List.of(),
                List.of(0.1, 10.0)));
    assertThat(own.searchStart()).isEqualTo(own.arms().get("flat"));
    assertThat(own.tunedHyperparameters()).isEmpty();
  }

  @Test
  void aSearchNeedsABudgetSomethingToSearchAndBoundsThatMakeSense() throws IOException {
    Path file = write(GOOD);
    assertErrors(
        file,
        List.of("tune=null", "transfer=null", "search={methods: [random]}"),
        "search.runs: 0 is as many runs as tuning takes, but nothing is tuned; set it",
        "search.hyperparameters: lists nothing and nothing is tuned; list some or add tune");
    assertErrors(
        file,
        List.of("search={methods: [anneal], runs: 2, seeds: 3, start: flut}"),
        "search.methods.0: must be one of random, cma-es, cma-es-diagonal, bobyqa",
        "search.runs: must be at least search.seeds (3), got 2",
        "search.start: there is no arm 'flut'; did you mean 'flat'?");
    assertErrors(
        file,
        List.of(
            "search={methods: [random], hyperparameters: ["
                + "{name: learning-rate, per: all, knots: 1, bounds: [2, 1]},"
                + "{name: momentum, per: all, knots: 1, bounds: [0.5, 1], shape: linear},"
                + "{name: momentum, per: all, knots: 1},"
                + "{name: init-scale, per: layer, knots: 2, bounds: [0, 1]}]}"),
        "search.hyperparameters.0.bounds: the first must be below the second, got 2.0 and 1.0",
        "search.hyperparameters.1.bounds.1: must be above 0 and below 1, got 1.0",
        "search.hyperparameters.1.shape: momentum has no schedule; remove shape",
        "search.hyperparameters.2.name: momentum is listed twice, first as"
            + " search.hyperparameters.1; keep one",
        "search.hyperparameters.3.per: init-scale can be per weight-group, group, type",
        "search.hyperparameters.3.knots: init-scale does not change in time; remove knots",
        "search.hyperparameters.3.bounds.0: must be above 0, got 0.0");
  }

  /** The line to replace, what replaces it, and the error without the file name. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        // Keys
        Arguments.of(
            "  steps: 50",
            "  stepz: 50",
            "13: training.stepz: unknown key 'stepz'; did you mean 'steps'?"),
        Arguments.of(
            "  device: host",
            "  mlflow: localhost:5000",
            "4: run.mlflow: must be the address of a server, such as http://localhost:5000, got"
                + " \"localhost:5000\""),
        Arguments.of(
            "  device: host",
            "  gadget: host",
            "4: run.gadget: unknown key 'gadget'; known are device, precision, products, threads,"
                + " jobs, hash-every, fraction-bits, strategy, memory-budget, spill-memory,"
                + " checkpoint-minutes, engine, python, python-limit, mlflow, tensorboard"),
        Arguments.of("seed: 7", "sed: 7", "2: sed: unknown key 'sed'; did you mean 'seed'?"),
        Arguments.of(
            "      per: group",
            "      pre: group",
            "28: tune.hyperparameters.0.pre: unknown key 'pre'; did you mean 'per'?"),
        Arguments.of(
            "  batch: 100",
            "  # nothing",
            "12: training.batch: is missing; problem network requires it"),
        Arguments.of("name: mine", "# nothing", "1: name: is missing; this key is required"),
        Arguments.of(
            "seed: 7", "name: twice", "2: name: is given twice, first in line 1; keep one"),
        // Types
        Arguments.of(
            "  steps: 50", "  steps: abc", "13: training.steps: must be an integer, got \"abc\""),
        Arguments.of(
            "  steps: 50", "  steps: 2.5", "13: training.steps: must be an integer, got 2.5"),
        Arguments.of(
            "  steps: 50", "  steps:", "13: training.steps: must be an integer, got nothing"),
        Arguments.of(
            "  steps: 50", "  steps: [1]", "13: training.steps: must be an integer, got [1]"),
        Arguments.of(
            "  learning-rate: 2.0",
            "  learning-rate: fast",
            "15: training.learning-rate: must be a number, got \"fast\""),
        Arguments.of(
            "  learning-rate: 2.0",
            "  learning-rate: .nan",
            "15: training.learning-rate: must be a number, got \".nan\""),
        Arguments.of(
            "  learning-rate: 2.0",
            "  learning-rate: 1e999",
            "15: training.learning-rate: must be a finite number, got 1e999"),
        Arguments.of("name: mine", "name: [a]", "1: name: must be text, got [\"a\"]"),
        Arguments.of(
            "  widths: [64, 128]", "  widths: 64", "33: transfer.widths: must be a list, got 64"),
        Arguments.of("  width: 64", "  - 64", "10: model: must be a section of keys, got [64]"),
        Arguments.of(
            "  steps: 20",
            "  steps: 20\n  control: no",
            "41: reversal.control: must be true or false, got \"no\""),
        // Ranges
        Arguments.of(
            "  steps: 50", "  steps: -5", "13: training.steps: must be at least 1, got -5"),
        Arguments.of(
            "  steps: 50",
            "  steps: 3000000000",
            "13: training.steps: must be at most 100000000, got 3000000000"),
        Arguments.of(
            "seed: 7",
            "seed: 9223372036854775808",
            "2: seed: must be at most 9223372036854775807, got 9223372036854775808"),
        Arguments.of(
            "  learning-rate: 2.0",
            "  learning-rate: 0",
            "15: training.learning-rate: must be above 0, got 0"),
        Arguments.of(
            "  momentum: 0.8",
            "  momentum: 1.0",
            "16: training.momentum: must be below 1, got 1.0"),
        Arguments.of(
            "  momenta: [0.5, 0.9]",
            "  momenta: [0.5, 0]",
            "37: grid.momenta.1: must be above 0, got 0"),
        Arguments.of(
            "  flat: {schedule: flat, learning-rate: 1, momentum: 0.5}",
            "  flat: {schedule: flat, learning-rate: 1, momentum: 2}",
            "18: arms.flat.momentum: must be below 1, got 2"),
        Arguments.of(
            "name: mine",
            "name: My Experiment",
            "1: name: must be lower-case letters, digits and dashes, got \"My Experiment\""),
        Arguments.of(
            "arms:",
            "arms:\n  My Arm: {schedule: flat, learning-rate: 1, momentum: 0.5}",
            "18: arms.My Arm: must be lower-case letters, digits and dashes, got \"My Arm\""),
        Arguments.of(
            "  device: host",
            "  device: host\n  fraction-bits: 8",
            "5: run.fraction-bits: must be 0, for the optimizer's own, or at least 28, or digits"
                + " that decays leave would show in the weights"),
        Arguments.of(
            "  device: host",
            "  device: host\n  products: tf32",
            "5: run.products: device host has no products in tf32; use float32, or run.device"
                + " cuda or cuda-emulated"),
        Arguments.of(
            "  device: host",
            "  device: nd4j\n  products: onednn",
            "5: run.products: device nd4j has no products in onednn; use float32, or run.device"
                + " host"),
        Arguments.of(
            "  device: host",
            "  device: host\n  precision: float64\n  products: onednn",
            "6: run.products: onednn is for run.precision float32, got float64; doubles are"
                + " multiplied as doubles"),
        Arguments.of(
            "  device: host",
            "  device: cuda\n  precision: float64\n  products: tf32",
            "6: run.products: tf32 is for run.precision float32, got float64; doubles are"
                + " multiplied as doubles"),
        // Words
        Arguments.of(
            "  device: host",
            "  device: hots",
            "4: run.device: must be one of host, nd4j, cuda, cuda-emulated, got \"hots\"; did you"
                + " mean 'host'?"),
        Arguments.of(
            "  source: mnist",
            "  source: mnits",
            "6: data.source: must be one of mnist, fashion-mnist, synthetic, idx, table, csv, npz,"
                + " images, kjv, text, got \"mnits\"; did you mean 'mnist'?"),
        Arguments.of(
            "      per: group",
            "      per: grup",
            "28: tune.hyperparameters.0.per: must be one of group, weight-group, layer, type,"
                + " depth, type-depth, all, parameter, example, class, got \"grup\"; did you mean"
                + " 'group'?"),
        Arguments.of(
            "    - name: init-scale",
            "    - name: 5",
            "30: tune.hyperparameters.1.name: must be one of learning-rate, momentum, beta1, beta2,"
                + " epsilon, weight-decay, averaging, dampening, interpolation, init-scale,"
                + " multiplier, l2, training-inputs, example-weights, mixing, got 5"),
        // Lists
        Arguments.of(
            "  momenta: [0.5, 0.9]",
            "  momenta: []",
            "37: grid.momenta: must list at least 1, got an empty list"),
        Arguments.of(
            "  seeds: 3",
            "  seeds: 3\n  arms: []",
            "39: grid.arms: must list at least 1, got an empty list"),
        Arguments.of(
            "  learning-rates: {from: 0.25, factor: 2, count: 3}",
            "  learning-rates: {from: 0.25, factor: 2, count: 0}",
            "36: grid.learning-rates.count: must be at least 1, got 0"),
        Arguments.of(
            "  learning-rates: {from: 0.25, factor: 2, count: 3}",
            "  learning-rates: {from: 0.25, factor: 1, count: 3}",
            "36: grid.learning-rates.factor: must be above 1, got 1"),
        Arguments.of(
            "  widths: [64, 128]",
            "  widths: [64, 64]",
            "33: transfer.widths: must not list a value twice, got [64,64]"),
        Arguments.of(
            "    step: 0.1",
            "    step: 0.1\n    betas: [0.9]",
            "26: tune.meta-optimizer.betas: must list at least 2, got [0.9]"),
        // Across fields
        Arguments.of(
            "  batch: 100",
            "  batch: 1001",
            "14: training.batch: must be at most data.train (1000), got 1001"),
        Arguments.of(
            "  validation: 500",
            "  validation: 59500",
            "8: data.validation: MNIST has 60000 rows for training and validation together, got"
                + " 1000 + 59500"),
        Arguments.of(
            "  test: 200", "  test: 10001", "9: data.test: MNIST has 10000 test rows, got 10001"),
        Arguments.of(
            "      knots: 10",
            "      knots: 51",
            "29: tune.hyperparameters.0.knots: must be at most training.steps (50), got 51"),
        Arguments.of(
            "      per: weight-group",
            "      per: weight-group\n      knots: 3",
            "32: tune.hyperparameters.1.knots: init-scale does not change in time; remove knots"),
        Arguments.of(
            "      per: group",
            "      per: weight-group",
            "28: tune.hyperparameters.0.per: learning-rate can be per group, layer, type, depth,"
                + " type-depth, all, got \"weight-group\""),
        Arguments.of(
            "    - name: init-scale",
            "    - name: learning-rate",
            "30: tune.hyperparameters.1.name: learning-rate is listed twice, first as"
                + " tune.hyperparameters.0; keep one"),
        Arguments.of(
            "      knots: 10",
            "      start: 0",
            "29: tune.hyperparameters.0.start: must be above 0, got 0.0"),
        Arguments.of(
            "  start: flat",
            "  start: flatt",
            "20: tune.start: there is no arm 'flatt'; did you mean 'flat'?"),
        Arguments.of(
            "  arms: [flat]",
            "  arms: [flat, cosine]",
            "34: transfer.arms.1: there is no arm 'cosine'; known are flat"),
        Arguments.of(
            "arms:",
            "arms:\n  tuned: {schedule: flat, learning-rate: 1, momentum: 0.5}",
            "18: arms.tuned: the name 'tuned' is taken by the result of tuning; choose another"),
        Arguments.of(
            "  test: 200",
            "  test: 200\n  features: 4",
            "10: data.features: belongs to source synthetic, but data.source is mnist; remove it"),
        Arguments.of(
            "  source: mnist", "  source: csv", "5: data.file: is missing; source csv requires it"),
        Arguments.of(
            "  source: mnist",
            "  source: csv\n  file: mine.yaml\n  centre: false\n  standardize: true",
            "9: data.standardize: takes the mean off as well; remove data.centre: false, or this"),
        Arguments.of(
            "  source: mnist",
            "  source: table\n  file: mine.yaml\n  centre: false\n  missing: impute",
            "9: data.missing: impute puts the mean there, so remove data.centre: false"),
        Arguments.of(
            "  source: mnist",
            "  source: table\n  file: mine.yaml\n  time-column: t\n  shuffle-seed: 1",
            "9: data.shuffle-seed: rows have an order, by data.time-column; remove this"),
        Arguments.of(
            "  source: mnist",
            "  source: table\n  file: mine.yaml\n  time-column: t\n  group-column: g",
            "8: data.time-column: rows are split by group or by time; remove one of the two"),
        Arguments.of(
            "  source: mnist",
            "  source: table\n  file: mine.yaml\n  validation-file: mine.yaml",
            "8: data.validation-file: needs data.test-file: the test rows, in another file"),
        Arguments.of(
            "  source: mnist",
            "  source: table\n  file: mine.yaml\n  label-column: [1]",
            "8: data.label-column: must be text or an integer, got [1]"),
        // YAML itself
        Arguments.of(
            "  steps: 50",
            "  steps: !mine 50",
            "13: training.steps: the tag !mine is not allowed; remove it"),
        Arguments.of(
            "  steps: 50",
            "  steps: !!java.lang.Thread 50",
            "13: is not valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.lang.Thread"),
        Arguments.of(
            "  steps: 50", "  steps: !!int fifty", "13: training.steps: \"fifty\" is not a number"),
        Arguments.of(
            "  steps: 50",
            "  steps: &a [*a]",
            "13: training.steps.0: contains itself through an alias"),
        Arguments.of(
            "  steps: 50", "  ? [a]\n  : 50", "13: training: a key must be a single word"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void oneMistakeGivesOneErrorWithItsLine(String line, String wrong, String error)
      throws IOException {
    assertThat("\n" + GOOD).containsOnlyOnce("\n" + line + "\n");
    Path file = write(("\n" + GOOD).replace("\n" + line + "\n", "\n" + wrong + "\n").substring(1));
    assertThat(errors(file)).containsExactly(file + ":" + error);
  }

  @Test
  void syntaxErrorsHaveTheirLine() throws IOException {
    Path file = write("name: mine\ndata: {train: 1\n");
    assertThat(errors(file))
        .singleElement()
        .asString()
        .startsWith(file + ":3: is not valid YAML: expected ',' or '}'");
    write("name: mine\n\tdata: 1\n");
    assertThat(errors(file))
        .singleElement()
        .asString()
        .startsWith(file + ":2: is not valid YAML: ");
    write("name: mine\n---\nname: other\n");
    assertThat(errors(file))
        .singleElement()
        .asString()
        .startsWith(file + ":2: is not valid YAML: ");
  }

  @Test
  void aFileWithoutKeysIsRefused() throws IOException {
    Path file = write("");
    assertThat(errors(file)).containsExactly(file + ":1: must be keys with values, got nothing");
    write("- 1\n");
    assertThat(errors(file)).containsExactly(file + ":1: must be keys with values, got [1]");
  }

  @Test
  void allErrorsComeAtOnceInTheOrderOfTheFile() throws IOException {
    String text =
        GOOD.replace("seed: 7", "seed: many")
            .replace("  batch: 100", "  batch: 1001")
            .replace("  steps: 50", "  stepz: 50")
            .replace("  start: flat", "  start: flut")
            .replace("  seeds: 3", "  seeds: 0");
    Path file = write(text);
    assertThat(errors(file, "run.threads=0", "nonsense"))
        .containsExactly(
            file + ":2: seed: must be an integer, got \"many\"",
            file + ":13: training.stepz: unknown key 'stepz'; did you mean 'steps'?",
            file + ":14: training.batch: must be at most data.train (1000), got 1001",
            file + ":20: tune.start: there is no arm 'flut'; did you mean 'flat'?",
            file + ":38: grid.seeds: must be at least 1, got 0",
            "--set nonsense: must look like training.steps=50: keys joined by dots, =, a value",
            "--set run.threads=0: run.threads: must be at least 1, got 0");
  }

  @Test
  void aContrastIsAnotherParametrization() throws IOException {
    Path file = write(GOOD);
    assertThat(errors(file, "transfer.contrast=[standard, mup]"))
        .singleElement()
        .asString()
        .contains("transfer.contrast.1: mup is the experiment's own parametrization; remove it");
    assertThat(
            requireNonNull(
                    ConfigReader.read(file, List.of("transfer.contrast=[standard]")).transfer())
                .contrast())
        .containsExactly(Parametrization.STANDARD);
  }

  @Test
  void transferNeedsSomethingToTrain() throws IOException {
    Path file = write(GOOD);
    assertThat(errors(file, "tune=null", "transfer.arms=[]"))
        .singleElement()
        .asString()
        .contains("transfer.arms: names no arm and nothing is tuned");
  }

  @Test
  void fixedSizesRuleOutOtherWidths() throws IOException {
    Path file = write(GOOD);
    assertThat(errors(file, "model.hidden=[200, 50]"))
        .singleElement()
        .asString()
        .contains("transfer: trains at several widths, but model.hidden fixes the sizes");
    assertThat(ConfigReader.read(file, List.of("model.hidden=[]", "transfer=null")).model())
        .matches(model -> !model.hasWidth())
        .extracting(model -> model.hiddenSizes(64))
        .isEqualTo(List.of());
    assertThat(ConfigReader.read(file, List.of()).model().hiddenSizes(8)).containsExactly(8, 8);
  }

  @Test
  void thereIsOneFinalLoss() throws IOException {
    Path file = write(GOOD);
    String both = "landscape={from: 0, to: 1, points: 5, objective: training}";
    assertThat(errors(file, both))
        .singleElement()
        .asString()
        .contains("landscape.objective: must be that of tune.objective, validation");
    assertThat(ConfigReader.read(file, List.of(both, "tune=null", "transfer=null")))
        .matches(ExperimentConfig::judgesTraining);
    assertThat(errors(file, "landscape={from: 1, to: 1, points: 5}"))
        .singleElement()
        .asString()
        .contains("landscape.to: must be above landscape.from (1.0), got 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test-loss-tund, most: 1 | there is no figure 'test-loss-tund'; did you mean",
        "test-loss-tuned, most: 1 | is a figure of judge, which is not there; add it",
        "smoothness-of-W1, most: 1 | is a figure of mean-hypergradient, which is not there; add it",
        "peak-rate, most: 1 | there is no figure 'peak-rate'; did you mean 'peak-rate-of-GROUP'",
        "peak-rate-of-W1 | needs least or most",
        "peak-rate-of-W4, most: 1 | the network has no parameter group 'W4'; it has W1, b1, W2, b2"
      })
  void aPublishedFigureMustHaveOneOfTheRunBesideIt(String figure, String error) throws IOException {
    String published = "published=[{source: s, published: p, figure: " + figure + "}]";
    assertThat(errors(write(GOOD), "judge={seeds: 0}", published))
        .singleElement()
        .asString()
        .contains(error);
    assertThat(
            ConfigReader.read(
                    write(GOOD),
                    List.of(
                        "judge={seeds: 2}",
                        "published=[{source: s, published: p, figure: test-loss-tuned, most: 1}]"))
                .published())
        .hasSize(1);
  }

  @Test
  void aNetworkThatIsTunedIsJudgedUnlessTheConfigSaysOtherwise() throws IOException {
    ExperimentConfig tuned = ConfigReader.read(write(GOOD), List.of());
    assertThat(tuned.judge()).isNotNull().matches(judge -> judge.seeds() == 5);
    assertThat(ConfigReader.readText("again", ConfigWriter.toYaml(tuned), List.of()))
        .isEqualTo(tuned);
    ExperimentConfig off = ConfigReader.read(write(GOOD), List.of("judge.seeds=0"));
    assertThat(off.judge()).isNotNull().matches(judge -> judge.seeds() == 0);
    assertThat(ConfigReader.readText("again", ConfigWriter.toYaml(off), List.of())).isEqualTo(off);
    assertThat(ConfigReader.read(write(GOOD), List.of("tune=null")).judge()).isNull();
    assertThat(errors(write(GOOD), "judge.baseline.learning-rates=[0.1, 0.01]"))
        .singleElement()
        .asString()
        .contains("judge.baseline.learning-rates.1: must be above the one before (0.1), got 0.01");
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    Path file = folder.resolve("nowhere.yaml");
    assertThat(errors(file)).containsExactly(file + ": file not found");
  }

  @Test
  void dataFilesCountFromTheFolderOfTheConfigAndMustExist() throws IOException {
    String text = GOOD.replace("source: mnist", "source: csv\n  file: my.csv\n  label-column: 0");
    Path file = write(text);
    assertThat(errors(file))
        .containsExactly(file + ":7: data.file: file not found: " + folder.resolve("my.csv"));
    Files.writeString(folder.resolve("my.csv"), "0,1\n");
    assertThat(ConfigReader.read(file, List.of()).data())
        .isEqualTo(
            DataConfig.Table.of(folder.resolve("my.csv"), new RowCounts(1000, 500, 200), "0"));
  }

  @Test
  void dataFilesOfOverridesCountFromTheWorkingDirectory() throws IOException {
    Files.writeString(folder.resolve("my.csv"), "0,1\n");
    Path file = write(GOOD.replace("source: mnist", "source: csv\n  file: my.csv"));
    String here = Path.of("").toAbsolutePath().relativize(folder).resolve("my.csv").toString();
    assertThat(ConfigReader.read(file, List.of("data.file=" + here)).data())
        .isEqualTo(ConfigReader.read(file, List.of()).data());
    assertThatThrownBy(() -> ConfigReader.read(file, List.of("data.file=my.csv")))
        .hasMessageEndingWith("file not found: " + Path.of("my.csv").toAbsolutePath());
  }

  @Test
  void everyMissingIdxFileIsNamed() throws IOException {
    String text = GOOD.replace("source: mnist", "source: idx\n  train-images: a\n  test-labels: b");
    Path file = write(text);
    assertThat(errors(file))
        .containsExactlyInAnyOrder(
            file + ":5: data.train-labels: is missing; source idx requires it",
            file + ":5: data.test-images: is missing; source idx requires it",
            file + ":7: data.train-images: file not found: " + folder.resolve("a"),
            file + ":8: data.test-labels: file not found: " + folder.resolve("b"));
  }

  @Test
  void numbersAndWordsAreReadAsYaml12() throws IOException {
    String text =
        GOOD.replace("learning-rate: 2.0", "learning-rate: 1e-3")
            .replace("steps: 50", "steps: 010")
            .replace("knots: 10", "knots: 9")
            .replace("seed: 7", "title: no");
    ExperimentConfig config = ConfigReader.read(write(text), List.of());
    assertThat(config.training().learningRate()).isEqualTo(1e-3);
    assertThat(config.training().steps()).isEqualTo(10);
    assertThat(config.title()).isEqualTo("no");
  }

  @Test
  void anAnchorRepeatsAValueAndItsErrorsAreInTheLineThatUsesIt() throws IOException {
    String text =
        GOOD.replace("learning-rate: 2.0", "learning-rate: &rate 3.5")
            .replace("flat, learning-rate: 1,", "flat, learning-rate: *rate,");
    assertThat(ConfigReader.read(write(text), List.of()).startingArm().learningRate())
        .isEqualTo(3.5);
    Path file = write(text.replace("3.5", "-3.5"));
    assertThat(errors(file))
        .containsExactly(
            file + ":15: training.learning-rate: must be above 0, got -3.5",
            file + ":18: arms.flat.learning-rate: must be above 0, got -3.5");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), text);
  }

  private static List<String> errors(Path file, String... overrides) {
    return catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.read(file, List.of(overrides)))
        .errors()
        .stream()
        .map(ConfigError::toString)
        .toList();
  }
}
