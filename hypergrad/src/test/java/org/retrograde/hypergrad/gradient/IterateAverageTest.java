package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.average.ExponentialAverage;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.average.TailAverage;
import org.retrograde.hypergrad.check.BlockError;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Nesterov;
import org.retrograde.reversible.optimizer.Optimizer;

/** What it is to be judged by a mean of the positions. */
final class IterateAverageTest {

  private static final int STEPS = 20;

  private static final Optimizer HEAVY_BALL = new Momentum(MomentumForm.HEAVY_BALL);

  static Stream<IterateAverage> averages() {
    return Stream.of(
        new ExponentialAverage(0.8), new TailAverage(0.25), new TailAverage(1), new LastIterate());
  }

  static Stream<Arguments> runs() {
    return Stream.of(HEAVY_BALL, new AdamW(), new Nesterov())
        .flatMap(optimizer -> averages().map(average -> Arguments.of("host", optimizer, average)));
  }

  static Stream<Arguments> devices() {
    return Stream.concat(
        runs(),
        Devices.usable().stream()
            .map(name -> Arguments.of(name, HEAVY_BALL, new ExponentialAverage(0.8))));
  }

  private static TrainingRun run(Device device, Optimizer optimizer, IterateAverage average) {
    HostObjectiveAdapter objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    RunSettings settings =
        RandomRuns.settings(1, STEPS, objective.groups(), optimizer).withExactDecays();
    TrainingOptions options = TrainingOptions.DEFAULT.withAverage(average).withClip(4);
    return new TrainingRun(device, objective, optimizer, settings, options);
  }

  @ParameterizedTest
  @MethodSource("averages")
  void weightsSumToOneAndBeginWhereTheySay(IterateAverage average) {
    for (int steps : new int[] {1, 2, 7, 1000}) {
      int all = steps;
      double sum = IntStream.rangeClosed(1, all).mapToDouble(t -> average.weight(t, all)).sum();
      assertThat(sum).isCloseTo(1, within(1e-12));
      int first = average.first(steps);
      assertThat(average.weight(first, steps)).isPositive();
      assertThat(IntStream.range(1, first).mapToDouble(t -> average.weight(t, all)).sum()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void whatIsJudgedIsTheMeanOfThePositionsThatTrainingShows(
      String name, Optimizer optimizer, IterateAverage average) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      List<double[]> shown = new ArrayList<>();
      TrainingRun run = run(device, optimizer, average);
      Trained trained = run.train(weights -> shown.add(flat(weights)));
      double[] mean = new double[shown.get(0).length];
      for (int t = 1; t <= STEPS; t++) {
        for (int i = 0; i < mean.length; i++) {
          mean[i] += average.weight(t, STEPS) * shown.get(t)[i];
        }
      }
      assertThat(flat(trained.weights())).containsExactly(mean, within(1e-15));
      assertThat(trained.stateHash())
          .isEqualTo(run(device, optimizer, new LastIterate()).train().stateHash());
    }
  }

  private static double[] flat(List<Tensor> tensors) {
    return tensors.stream().flatMapToDouble(tensor -> Arrays.stream(tensor.toArray())).toArray();
  }

  /** Begun with 0, a <- d a + (1 - d) x, and corrected for its beginning. */
  @Test
  void anExponentialAverageIsThatOfItsRecursion() {
    ExponentialAverage average = new ExponentialAverage(0.8);
    double kept = 0;
    double summed = 0;
    for (int t = 1; t <= STEPS; t++) {
      kept = 0.8 * kept + (1 - 0.8) * Math.sin(t);
      summed += average.weight(t, STEPS) * Math.sin(t);
    }
    assertThat(summed).isCloseTo(kept / (1 - Math.pow(0.8, STEPS)), within(1e-15));
    assertThat(new ExponentialAverage(0.999).weight(1, 2)).isCloseTo(0.4997, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyEntryAgreesWithCentralDifferences(
      String name, Optimizer optimizer, IterateAverage average) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, optimizer, average);
      RunSettings derivative = Strategy.STORED.differentiate(run).derivative();
      double limit = optimizer instanceof AdamW ? 1e-7 : 1e-9;
      assertThat(errors(run, derivative))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(limit));
      assertThat(errors(run, derivative.plus(1e-3, derivative)))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isGreaterThan(9e-4));
    }
  }

  /** Differences are taken on the host whatever the device. */
  private static List<BlockError> errors(TrainingRun run, RunSettings derivative) {
    try (Device host = Devices.open("host", Precision.FLOAT64, 1)) {
      CentralDifferences differences =
          new CentralDifferences(
              changed ->
                  new PlainStepper(
                          run(host, run.optimizer(), run.options().average()).withSettings(changed))
                      .finalLoss(),
              1e-4);
      return new DerivativeCheck(differences, run.settings(), derivative).everyEntry();
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void allStrategiesThatApplyGiveTheSameBits(
      String name, Optimizer optimizer, IterateAverage average) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      TrainingRun run = run(device, optimizer, average);
      Hypergradient stored = Strategy.STORED.differentiate(run);
      assertThat(stored.finalLoss()).isEqualTo(run.train().finalLoss());
      for (Strategy strategy : Strategy.values()) {
        if (strategy.appliesTo(optimizer)) {
          Hypergradient other = strategy.differentiate(run);
          assertThat(other.finalLoss()).isEqualTo(stored.finalLoss());
          assertThat(RandomRuns.numbers(other.derivative()))
              .containsExactly(RandomRuns.numbers(stored.derivative()));
          assertThat(other.adjointNorms()).isEqualTo(stored.adjointNorms());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11})
  void aTruncatedWayBackHasTheEndOfTheWholeDerivative(int lastSteps) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun whole = run(device, HEAVY_BALL, new ExponentialAverage(0.8));
      Hypergradient all = Strategy.STORED.differentiate(whole);
      Hypergradient last =
          Strategy.REPLAY.differentiate(
              whole.withOptions(whole.options().withLastSteps(lastSteps)));
      double[][] expected = all.derivative().coefficients().copyOf(Coefficient.LEARNING_RATE);
      double[][] actual = last.derivative().coefficients().copyOf(Coefficient.LEARNING_RATE);
      for (int t = 0; t < STEPS; t++) {
        double[] row = t < STEPS - lastSteps ? new double[expected[t].length] : expected[t];
        assertThat(actual[t]).containsExactly(row);
      }
      assertThat(last.adjointNorms().get(STEPS - lastSteps))
          .isEqualTo(all.adjointNorms().get(STEPS - lastSteps));
    }
  }

  @Test
  void aMeanOfOneIsTheLastPosition() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Hypergradient last =
          Strategy.REPLAY.differentiate(run(device, HEAVY_BALL, new LastIterate()));
      for (IterateAverage one : List.of(new TailAverage(0.01), new ExponentialAverage(0))) {
        Hypergradient same = Strategy.REPLAY.differentiate(run(device, HEAVY_BALL, one));
        assertThat(same.finalLoss()).isEqualTo(last.finalLoss());
        assertThat(RandomRuns.numbers(same.derivative()))
            .containsExactly(RandomRuns.numbers(last.derivative()));
      }
      Hypergradient mean =
          Strategy.REPLAY.differentiate(run(device, HEAVY_BALL, new TailAverage(0.1)));
      assertThat(mean.finalLoss()).isNotEqualTo(last.finalLoss());
    }
  }

  @Test
  void aRunThatIsBroughtBackHasNone() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RestorableRun(run(device, HEAVY_BALL, new TailAverage(0.5))))
          .withMessageContaining("got TailAverage[fraction=0.5]; take options without an average");
    }
  }

  @Test
  void eachSaysWhatIsJudged() {
    assertThat(averages().map(average -> average.inWords(20)))
        .containsExactly(
            "an exponential average of the weights, of which every step keeps 0.8",
            "the mean of the weights after each of the last 5 of 20 steps",
            "the mean of the weights after each of the last 20 of 20 steps",
            "the last weights");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "-0.1, 0.5", "NaN, 0.5", "0.5, 0", "0.5, 1.1", "0.5, NaN"})
  void numbersOutOfRangeAreRefused(double decay, double fraction) {
    boolean isDecay = fraction == 0.5;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> made(isDecay, decay, fraction))
        .withMessageContaining(isDecay ? "decay must be at least 0 and" : "fraction must be above");
  }

  private static IterateAverage made(boolean isDecay, double decay, double fraction) {
    return isDecay ? new ExponentialAverage(decay) : new TailAverage(fraction);
  }
}
