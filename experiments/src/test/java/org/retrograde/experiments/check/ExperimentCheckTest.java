package org.retrograde.experiments.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Faults that were planted, each told apart from the others in words; and what only looks wrong.
 */
final class ExperimentCheckTest {

  private static final String NETWORK =
      """
      name: planted
      data: {source: synthetic, features: 8, classes: 3, train: 200, validation: 100, test: 10}
      model: {width: 64, base-width: 64, activation: relu}
      training: {steps: 30, batch: 50, learning-rate: 1, momentum: 0.8}
      tune:
        iterations: 1
        seeds: 2
        check-seeds: 1
        clip: 0.1
        meta-optimizer: {step: 0.1}
        hyperparameters:
          - {name: learning-rate, per: group, knots: 3}
          - {name: init-scale, per: weight-group}
      """;

  private static final String OWN =
      """
      name: own
      problem: {class: '%s'}
      training: {steps: 30, learning-rate: 0.1, momentum: 0.5}
      tune:
        iterations: 1
        seeds: 1
        check-seeds: 1
        meta-optimizer: {step: 0.1}
        hyperparameters: [{name: learning-rate, per: group, knots: 3}]
      """;

  @TempDir private Path folder = Path.of("");

  private static CheckOutcome check(ExperimentConfig config) {
    try (TrialEngine engine = new LocalTrials(1)) {
      return new ExperimentCheck(config, engine).run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CheckOutcome network(String... changes) {
    return check(ConfigReader.readText("planted", NETWORK, List.of(changes)));
  }

  private static CheckOutcome own(Class<?> objective, String... changes) {
    return check(
        ConfigReader.readText("own", OWN.formatted(objective.getName()), List.of(changes)));
  }

  private static String words(CheckOutcome outcome) {
    return String.join("\n", outcome.verdict());
  }

  private static void assertNumbers(CheckOutcome outcome) {
    assertThat(outcome.figures())
        .allSatisfy(figure -> assertThat(figure.value()).isNotNaN())
        .allSatisfy(figure -> assertThat(figure.limit()).isNotNaN());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void kinksOfReluAreNoFault(int seed) {
    CheckOutcome outcome = network("seed=" + seed);
    assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.USABLE);
    assertThat(outcome.figures()).extracting(CheckFigure::name).contains("direction 3");
    assertNumbers(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "rmsprop", "nesterov", "heavy-ball"})
  void everyOptimizerHasItsOwnErrorModel(String optimizer) {
    boolean normalized = optimizer.equals("adamw") || optimizer.equals("rmsprop");
    CheckOutcome outcome =
        network(
            "training.optimizer=" + optimizer,
            "training.learning-rate=" + (normalized ? "0.002" : "0.2"));
    assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.USABLE);
  }

  @Test
  void aColumnFarLargerThanOneIsNamedWhereTrainingLeavesTheNumbers() throws IOException {
    StringBuilder rows = new StringBuilder("income,age,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append("%d,%d,%d%n".formatted(100_000 * (i % 7), i % 5, i % 2));
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    CheckOutcome outcome =
        network(
            "data={source: csv, file: '%s', standardize: false, train: 40, validation: 10, test: 10}"
                .formatted(folder.resolve("rows.csv")),
            "training.batch=10");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.ROUGH);
    assertThat(words(outcome)).contains("Note: 1 of 2 columns", "'income'", "mean 0");
    assertThat(words(network())).doesNotContain("columns");
  }

  @Test
  void chaosAtTenTimesTheBestRateIsRoughAndNotWrong() {
    for (String activation : List.of("relu", "tanh")) {
      CheckOutcome outcome = network("training.learning-rate=60", "model.activation=" + activation);
      assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.ROUGH);
      assertThat(words(outcome))
          .contains("The landscape is rough", "What usually helps: a smaller learning rate")
          .doesNotContain("The derivative is wrong", "nothing to learn here", "parametrization");
      assertNumbers(outcome);
    }
  }

  @Test
  void chaosOfATransformerIsRoughAndNotWrong() throws IOException {
    Path song = folder.resolve("song.txt");
    Files.writeString(song, "la la lala la, the sea is far away. ".repeat(40));
    String text =
        "data={source: text, file: '%s', window: 8, train: 1000, validation: 160, test: 160}"
            .formatted(song);
    String transformer =
        "model={architecture: {name: transformer, head-size: 4}, width: 8, base-width: 8}";
    String[] usual = {
      text, transformer, "training={steps: 60, batch: 4, optimizer: adamw, learning-rate: 0.01}"
    };
    assertThat(network(usual).conclusion()).isEqualTo(Conclusion.USABLE);
    CheckOutcome outcome =
        network(
            text,
            transformer,
            "training={steps: 60, batch: 4, optimizer: adamw, learning-rate: 3}");
    assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.ROUGH);
    assertThat(words(outcome))
        .contains("The landscape is rough", "beyond the edge of chaos")
        .doesNotContain("The derivative is wrong");
    assertNumbers(outcome);
  }

  @Test
  void labelsWithoutInformationLeaveNothingToLearn() throws Exception {
    RandomGenerator random = new Well19937c(3);
    List<String> rows = new ArrayList<>();
    rows.add("a,b,c,label");
    for (int i = 0; i < 1300; i++) {
      rows.add(
          String.format(
              Locale.ROOT,
              "%f,%f,%f,%d",
              random.nextGaussian(),
              random.nextGaussian(),
              random.nextGaussian(),
              random.nextInt(3)));
    }
    Path file = Files.write(folder.resolve("noise.csv"), rows);
    CheckOutcome outcome =
        network(
            "data={source: csv, file: '%s', train: 300, validation: 900, test: 10}".formatted(file),
            "training.learning-rate=0.3");
    assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.UNCLEAR);
    assertThat(words(outcome))
        .contains("nothing to learn here", "labels hold no information")
        .doesNotContain("rough", "wrong");
    assertNumbers(outcome);
  }

  /** What a tenth of the rate and ten times of it come to, where the best constant has 1. */
  @Test
  void aRateThatIsTooHighOrTooLowIsToldFromLabelsWithoutInformation() {
    assertThat(nothingLearned(0.5, 2).conclusion()).isEqualTo(Conclusion.ROUGH);
    assertThat(nothingLearned(1.2, 0.5).conclusion()).isEqualTo(Conclusion.USABLE);
    assertThat(nothingLearned(1.2, 0.5).words()).contains("Note", "ten times the learning rate");
    assertThat(nothingLearned(1.2, 1.2).conclusion()).isEqualTo(Conclusion.UNCLEAR);
    assertThat(nothingLearned(1.2, Double.POSITIVE_INFINITY).words()).contains("labels hold no");
  }

  private static Verdict nothingLearned(double slower, double faster) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      ExperimentConfig config = ConfigReader.readText("planted", NETWORK, List.of());
      return LandscapePart.nothingLearned(
          1, slower, faster, new Remedies(ProblemType.load(config).on(device)));
    }
  }

  @Test
  void aNetworkWhoseStartIsZeroHasNowhereToGo() {
    CheckOutcome outcome = network("training.init-scale=1e-300", "training.learning-rate=0.1");
    assertThat(outcome.conclusion()).as(words(outcome)).isNotEqualTo(Conclusion.WRONG);
    assertNumbers(outcome);
  }

  /** f(w) = sum of log(1 + w_i^2), over two groups. */
  public static class Smooth implements HostObjective {
    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("first", 1, 2), new ParameterGroup("second", 2, 2));
    }

    @Override
    public double[][] initialWeights() {
      return new double[][] {{2, -1}, {0.5, 1.5, -2, 1}};
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      double loss = 0;
      for (int g = 0; g < weights.length; g++) {
        for (int i = 0; i < weights[g].length; i++) {
          double w = weights[g][i];
          loss += Math.log1p(w * w);
          gradient[g][i] = 2 * w / (1 + w * w);
        }
      }
      return loss;
    }

    @Override
    public void hessianProduct(int step, double[][] weights, double[][] u, double[][] product) {
      for (int g = 0; g < weights.length; g++) {
        for (int i = 0; i < weights[g].length; i++) {
          double w = weights[g][i];
          product[g][i] = 2 * (1 - w * w) / ((1 + w * w) * (1 + w * w)) * u[g][i];
        }
      }
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return gradient(0, weights, gradient);
    }
  }

  /** Its gradient is wrong by 1 % in one group. */
  public static final class WrongGradient extends Smooth {
    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      double loss = super.gradient(step, weights, gradient);
      gradient[1][2] *= 1.01;
      return loss;
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return super.gradient(0, weights, gradient);
    }
  }

  /** Its Hessian product is wrong by 1 %. */
  public static final class WrongProduct extends Smooth {
    @Override
    public void hessianProduct(int step, double[][] weights, double[][] u, double[][] product) {
      super.hessianProduct(step, weights, u, product);
      product[0][0] *= 1.01;
    }
  }

  /** Its Hessian product has not been written yet. */
  public static final class NoProduct extends Smooth {
    @Override
    public void hessianProduct(int step, double[][] weights, double[][] u, double[][] product) {}
  }

  /** Its final gradient is wrong by 1 %. */
  public static final class WrongEnd extends Smooth {
    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      double loss = super.finalGradient(weights, gradient);
      gradient[0][1] *= 0.99;
      return loss;
    }
  }

  /** Adds |w| for one weight, with a kink that training comes to. */
  public static final class Kinked extends Smooth {
    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      double loss = super.gradient(step, weights, gradient);
      gradient[1][0] += Math.signum(weights[1][0]);
      return loss + Math.abs(weights[1][0]);
    }
  }

  /** Asks a generator that moves on. */
  public static final class Unrepeatable extends Smooth {
    private static final RandomGenerator RANDOM = new Well19937c(1);

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      double loss = super.gradient(step, weights, gradient);
      gradient[0][0] += 0.1 * RANDOM.nextGaussian();
      return loss;
    }
  }

  @Test
  void aRightObjectiveOfOnesOwnPassesAndOneWithKinksToo() {
    for (Class<?> type : List.of(Smooth.class, Kinked.class)) {
      CheckOutcome outcome = own(type);
      assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.USABLE);
      assertThat(outcome.figures())
          .extracting(CheckFigure::name)
          .contains("gradient", "Hessian product", "symmetry of the Hessian");
      assertNumbers(outcome);
    }
  }

  @Test
  void aWrongGradientIsNamedWithItsGroupAndItsClassAndNothingElseIsBlamed() {
    CheckOutcome outcome = own(WrongGradient.class);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.WRONG);
    assertThat(outcome.verdict()).hasSize(2);
    assertThat(words(outcome))
        .contains("The derivative is wrong: the gradient is off by", "(second)")
        .contains(WrongGradient.class.getName() + " is yours", "gradient does not return")
        .doesNotContain("Hessian", "report", "rough");
  }

  @Test
  void aWrongHessianProductIsNamed() {
    for (Class<?> type : List.of(WrongProduct.class, NoProduct.class)) {
      CheckOutcome outcome = own(type);
      assertThat(outcome.conclusion()).isEqualTo(Conclusion.WRONG);
      assertThat(words(outcome))
          .contains("The derivative is wrong: the Hessian product is off by", "(first")
          .contains(type.getName() + " is yours", "hessianProduct does not return")
          .doesNotContain("the gradient is off", "report", "rough");
    }
  }

  @Test
  void aWrongFinalGradientIsNamed() {
    CheckOutcome outcome = own(WrongEnd.class);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.WRONG);
    assertThat(words(outcome))
        .contains("the gradient of the final loss is off by", "finalGradient does not return")
        .doesNotContain("the Hessian product is off", "the gradient is off");
  }

  @Test
  void anObjectiveThatDoesNotRepeatItselfIsNeverUsable() {
    CheckOutcome outcome = own(Unrepeatable.class);
    assertThat(outcome.conclusion()).as(words(outcome)).isEqualTo(Conclusion.WRONG);
    assertThat(words(outcome)).contains("same bits whenever it is asked for");
  }
}
