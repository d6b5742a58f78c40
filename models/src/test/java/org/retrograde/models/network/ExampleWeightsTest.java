package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.ExampleWeights;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.Placement;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Scale;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;

/** Weights of training rows, as what a run depends on and is differentiated by. */
final class ExampleWeightsTest {

  private static final int STEPS = 15;
  private static final int ROWS = 12;
  private static final double[] CONSTANTS = {0.5, 2, 1, 4, 0.25};
  private static final Optimizer PAPER = new Momentum(MomentumForm.PAPER);
  private static final Optimizer ADAMW = Optimizers.ALL.get("adamw");

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                Stream.of(PAPER, ADAMW)
                    .flatMap(
                        optimizer ->
                            losses()
                                .limit(device.equals("host") ? 3 : 1)
                                .map(loss -> Arguments.of(device, optimizer, loss))));
  }

  private static Stream<TrainingLoss> losses() {
    return Stream.concat(
        Stream.of(new TrainingLoss(Loss.CROSS_ENTROPY, 0.1, 0.05)),
        Stream.of(Loss.values()).map(TrainingLoss::of));
  }

  private static RandomProblem problem(TrainingLoss loss) {
    List<Double> multipliers = List.of(1.0, 1.2, 0.7);
    return new RandomProblem(
        Perceptrons.spec(List.of(3, 4, 4, 3), Nonlinearity.TANH, loss.plain(), multipliers)
            .withLoss(loss),
        ROWS,
        6,
        1);
  }

  private static NetworkProblem described(Device device, RandomProblem problem, BatchPlan plan) {
    return new NetworkProblem(
        problem.spec(),
        problem.start(device),
        problem.data(device, ROWS, 10),
        plan,
        List.of(problem.data(device, ROWS / 2, 20)),
        false);
  }

  private static NetworkObjective weighted(Device device, RandomProblem problem) {
    return new NetworkObjective(
        device, described(device, problem, problem.batches(STEPS)).weighingExamples());
  }

  private static RunSettings settings(RandomProblem problem, Optimizer optimizer) {
    double peak = optimizer.scaling().normalizes() ? 0.02 : 0.5;
    RunSettings settings = problem.settings(STEPS, peak, optimizer, false);
    return settings.withExactDecays();
  }

  /** Weights around 1, one of them 0. */
  private static double[] uneven() {
    double[] weights = new double[ROWS];
    Arrays.setAll(weights, i -> i == 5 ? 0 : 1 + 0.5 * Math.sin(3 * i));
    return weights;
  }

  private static double[] ones() {
    double[] ones = new double[ROWS];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static RunSettings with(RunSettings settings, double[] weights) {
    RunSettings copy = settings.copy();
    copy.setLossParameter(LossParameter.EXAMPLE_WEIGHTS, weights);
    return copy;
  }

  private static Hypergradient differentiate(
      Device device, RandomProblem problem, Optimizer optimizer, RunSettings settings) {
    return Strategy.RECURSIVE.differentiate(
        new TrainingRun(device, weighted(device, problem), optimizer, settings));
  }

  private static DerivativeCheck check(
      RandomProblem problem, Optimizer optimizer, RunSettings settings, RunSettings derivative) {
    Device host = Devices.open("host", Precision.FLOAT64, 1);
    return check(host, weighted(host, problem), optimizer, settings, derivative);
  }

  private static DerivativeCheck check(
      Device host,
      NetworkObjective objective,
      Optimizer optimizer,
      RunSettings settings,
      RunSettings derivative) {
    return new DerivativeCheck(
        new CentralDifferences(
            changed ->
                new PlainStepper(new TrainingRun(host, objective, optimizer, changed)).finalLoss(),
            optimizer.scaling().normalizes() ? 1e-6 : 1e-4),
        settings,
        derivative);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void derivativesByEveryRowsWeightAgreeWithCentralDifferences(
      String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = problem(loss);
    RunSettings settings = with(settings(problem, optimizer), uneven());
    RunSettings derivative;
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      derivative = differentiate(device, problem, optimizer, settings).derivative();
    }
    double limit = optimizer.equals(PAPER) ? 1e-7 : 1e-6;
    assertThat(check(problem, optimizer, settings, derivative).everyEntry())
        .filteredOn(block -> block.block().equals(ExampleWeights.ARRAY))
        .singleElement()
        .satisfies(block -> assertThat(block.largest()).isPositive())
        .satisfies(block -> assertThat(block.error()).isLessThan(limit));
  }

  @Test
  void theSameCheckRefusesADerivativeThatIsWrongByOneInAThousand() {
    RandomProblem problem = problem(TrainingLoss.of(Loss.CROSS_ENTROPY));
    RunSettings settings = with(settings(problem, PAPER), uneven());
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings wrong = differentiate(device, problem, PAPER, settings).derivative();
      double[] weights = wrong.lossParameter(ExampleWeights.ARRAY);
      Arrays.setAll(weights, i -> 1.001 * weights[i]);
      assertThat(check(problem, PAPER, settings, wrong).everyEntry())
          .filteredOn(block -> block.block().equals(ExampleWeights.ARRAY))
          .allSatisfy(block -> assertThat(block.error()).isGreaterThan(9e-4));
    }
  }

  /** Where no row is worth more than another, nothing changes: not a bit, on any device. */
  @ParameterizedTest
  @MethodSource("runs")
  void weightsOfOneTrainTheBitsOfNoWeights(String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = problem(loss);
    for (Precision precision : Precision.values()) {
      try (Device device = Devices.open(name, precision, 1)) {
        for (BatchPlan plan : List.of(problem.batches(STEPS), BatchPlans.inOrder(ROWS, STEPS, 6))) {
          NetworkProblem plain = described(device, problem, plan);
          RunSettings settings = settings(problem, optimizer);
          TrainingRun without =
              new TrainingRun(device, new NetworkObjective(device, plain), optimizer, settings);
          assertThat(trained(device, plain, optimizer, with(settings, ones())))
              .isEqualTo(weights(without));
          assertThat(trained(device, plain, optimizer, with(settings, uneven())))
              .isNotEqualTo(weights(without));
        }
      }
    }
  }

  private static List<List<Double>> trained(
      Device device, NetworkProblem problem, Optimizer optimizer, RunSettings settings) {
    return weights(
        new TrainingRun(
            device, new NetworkObjective(device, problem.weighingExamples()), optimizer, settings));
  }

  /** The final weights, and the final loss. */
  private static List<List<Double>> weights(TrainingRun run) {
    List<List<Double>> all = new ArrayList<>();
    Trained trained = run.train();
    for (Tensor tensor : trained.effectiveWeights()) {
      all.add(Arrays.stream(tensor.toArray()).boxed().toList());
    }
    all.add(List.of(trained.finalLoss()));
    return all;
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.reversible.device.Devices#usable")
  void allStrategiesGiveTheSameBits(String name) {
    RandomProblem problem = problem(TrainingLoss.of(Loss.CROSS_ENTROPY));
    RunSettings settings = with(settings(problem, PAPER), uneven());
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      TrainingRun run = new TrainingRun(device, weighted(device, problem), PAPER, settings);
      double[] stored = byWeights(Strategy.STORED.differentiate(run));
      for (Strategy strategy : Strategy.values()) {
        Hypergradient found = strategy.differentiate(run);
        assertThat(byWeights(found)).containsExactly(stored).doesNotContain(Double.NaN);
        assertThat(found.reversal().exact()).isTrue();
      }
    }
  }

  /** Powers of 2, by which every product is exact. */
  private static double[] constants() {
    double[] constants = new double[ROWS];
    Arrays.setAll(constants, i -> CONSTANTS[i % CONSTANTS.length]);
    return constants;
  }

  private static double[] products(double[] a, double[] b) {
    double[] products = new double[ROWS];
    Arrays.setAll(products, i -> a[i] * b[i]);
    return products;
  }

  private static NetworkProblem with(Device device, NetworkProblem problem, double[] constants) {
    Tensor factors = device.tensor(ROWS, 1);
    factors.assign(constants);
    return problem.withRowFactors(factors);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void constantsTrainTheBitsOfTheSameWeights(String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = problem(loss);
    RunSettings settings = settings(problem, optimizer);
    for (Precision precision : Precision.values()) {
      try (Device device = Devices.open(name, precision, 1)) {
        for (BatchPlan plan : List.of(problem.batches(STEPS), BatchPlans.inOrder(ROWS, STEPS, 6))) {
          NetworkProblem plain = described(device, problem, plan);
          List<List<Double>> asWeights =
              trained(device, plain, optimizer, with(settings, uneven()));
          assertThat(constant(device, with(device, plain, uneven()), optimizer, settings))
              .isEqualTo(asWeights)
              .isNotEqualTo(constant(device, plain, optimizer, settings));
          assertThat(constant(device, with(device, plain, ones()), optimizer, settings))
              .isEqualTo(constant(device, plain, optimizer, settings));
        }
      }
    }
  }

  private static List<List<Double>> constant(
      Device device, NetworkProblem problem, Optimizer optimizer, RunSettings settings) {
    return weights(
        new TrainingRun(device, new NetworkObjective(device, problem), optimizer, settings));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aConstantMultipliesTheWeightAndItsDerivative(
      String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = problem(loss);
    RunSettings settings = settings(problem, optimizer);
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      NetworkProblem plain = described(device, problem, problem.batches(STEPS)).weighingExamples();
      double[] both =
          byWeights(device, with(device, plain, constants()), optimizer, with(settings, uneven()));
      double[] alone =
          byWeights(device, plain, optimizer, with(settings, products(uneven(), constants())));
      assertThat(both).containsExactly(products(alone, constants()));
      assertThat(both).isNotEqualTo(alone);
    }
  }

  private static double[] byWeights(
      Device device, NetworkProblem problem, Optimizer optimizer, RunSettings settings) {
    return byWeights(
        Strategy.STORED.differentiate(
            new TrainingRun(device, new NetworkObjective(device, problem), optimizer, settings)));
  }

  /** The rates of all steps, the start and the rest, where rows have constants alone. */
  @ParameterizedTest
  @MethodSource("runs")
  void derivativesOfRunsWithConstantsAgreeWithCentralDifferences(
      String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = problem(loss);
    RunSettings settings = settings(problem, optimizer);
    RunSettings derivative;
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      derivative =
          Strategy.RECURSIVE
              .differentiate(
                  new TrainingRun(device, withUneven(device, problem), optimizer, settings))
              .derivative();
    }
    Device host = Devices.open("host", Precision.FLOAT64, 1);
    NetworkObjective objective = withUneven(host, problem);
    double limit = optimizer.equals(PAPER) ? 1e-7 : 1e-6;
    assertThat(check(host, objective, optimizer, settings, derivative).everyEntry())
        .filteredOn(block -> block.block().contains("learning rate"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(block.largest()).isPositive())
        .allSatisfy(block -> assertThat(block.error()).isLessThan(limit));
  }

  private static NetworkObjective withUneven(Device device, RandomProblem problem) {
    NetworkProblem plain = described(device, problem, problem.batches(STEPS));
    return new NetworkObjective(device, with(device, plain, uneven()));
  }

  @Test
  void whatANetworkIsJudgedByIsNotWeighted() {
    RandomProblem problem = problem(TrainingLoss.of(Loss.CROSS_ENTROPY));
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      NetworkProblem rows = described(device, problem, BatchPlans.inOrder(ROWS, 1, ROWS));
      NetworkObjective plain = new NetworkObjective(device, rows);
      NetworkObjective weighted = new NetworkObjective(device, with(device, rows, uneven()));
      List<Tensor> start = problem.start(device);
      assertThat(weighted.finalLoss(start)).isEqualTo(plain.finalLoss(start));
      assertThat(weighted.evaluate(List.of(rows.training()), start).loss())
          .isEqualTo(plain.evaluate(List.of(rows.training()), start).loss());
      assertThat(loss(device, weighted, problem)).isNotEqualTo(loss(device, plain, problem));
    }
  }

  private static double[] byWeights(Hypergradient hypergradient) {
    return hypergradient.derivative().lossParameter(LossParameter.EXAMPLE_WEIGHTS);
  }

  /** The mean over a batch of w_i times the loss of row i, each taken from a batch of its own. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theLossOfAStepIsTheMeanOfWeightedLosses(int number) {
    TrainingLoss loss = losses().toList().get(number);
    RandomProblem problem = problem(loss);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      NetworkObjective all =
          new NetworkObjective(
              device,
              described(device, problem, BatchPlans.inOrder(ROWS, 1, ROWS)).weighingExamples());
      all.parameters().get(0).value().assign(uneven());
      double sum = 0;
      for (int row = 0; row < ROWS; row++) {
        NetworkObjective one =
            new NetworkObjective(
                device, described(device, problem, BatchPlans.of(List.of(new int[] {row}))));
        sum += uneven()[row] * loss(device, one, problem);
      }
      assertThat(loss(device, all, problem)).isCloseTo(sum / ROWS, within(1e-14));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double bound) {
    return org.assertj.core.data.Offset.offset(bound);
  }

  private static double loss(Device device, NetworkObjective objective, RandomProblem problem) {
    return objective.evaluate(0, problem.start(device), problem.start(device)).value();
  }

  /** A row of weight 0 is left out: what stands in it does not matter. */
  @Test
  void aRowOfWeightZeroTeachesNothing() {
    RandomProblem problem = problem(TrainingLoss.of(Loss.CROSS_ENTROPY));
    RunSettings settings = with(settings(problem, PAPER), uneven());
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      NetworkProblem plain = described(device, problem, problem.batches(STEPS));
      for (int row : new int[] {5, 6}) {
        DeviceData other = problem.data(device, ROWS, 10);
        double[] changed = other.inputs().toArray();
        changed[3 * row] += 1;
        other.inputs().assign(changed);
        NetworkProblem elsewhere =
            new NetworkProblem(
                plain.spec(),
                plain.initialWeights(),
                other,
                plain.batches(),
                plain.judging(),
                false);
        boolean same =
            trained(device, elsewhere, PAPER, settings)
                .equals(trained(device, plain, PAPER, settings));
        assertThat(same).isEqualTo(row == 5);
      }
    }
  }

  @Test
  void aClassHasTheSumOfTheDerivativesOfItsRows() {
    RandomProblem problem = problem(TrainingLoss.of(Loss.CROSS_ENTROPY));
    int[] classes = IntStream.range(0, ROWS).map(i -> 2 * (i * i % 3)).toArray();
    RunSettings base = settings(problem, PAPER);
    Hyperparameter rows = placed(Per.EXAMPLE, classes, problem, base);
    Hyperparameter tied = placed(Per.CLASS, classes, problem, base);
    assertThat(rows.size()).isEqualTo(ROWS);
    assertThat(tied.size()).isEqualTo(2);
    assertThat(tied.start(base)).containsExactly(1, 1);
    tied.apply(new double[] {0.5, 1.5}, base);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings derivative = differentiate(device, problem, PAPER, base).derivative();
      double[] sums = new double[2];
      double[] each = rows.pullBack(rows.start(base), derivative);
      for (int i = 0; i < ROWS; i++) {
        sums[classes[i] / 2] += each[i];
      }
      assertThat(tied.pullBack(tied.start(base), derivative)).containsExactly(sums);
      assertThat(base.lossParameter(ExampleWeights.ARRAY))
          .containsExactly(
              IntStream.of(classes).mapToDouble(label -> label == 0 ? 0.5 : 1.5).toArray());
    }
  }

  private static Hyperparameter placed(
      Per per, int[] classes, RandomProblem problem, RunSettings base) {
    Placement at =
        new Placement(
            problem.spec().groups(),
            STEPS,
            STEPS,
            per,
            Tying.free(problem.spec().groups().size()),
            Scale.ONE,
            null,
            () -> classes,
            java.util.Map::of);
    ExampleWeights weights = new ExampleWeights();
    weights.place(at, null, base);
    return weights.hyperparameters(at).get(0);
  }
}
