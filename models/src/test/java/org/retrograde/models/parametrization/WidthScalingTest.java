package org.retrograde.models.parametrization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.Initializer;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.StepScaling;

final class WidthScalingTest {

  private static final List<Integer> BASE = List.of(5, 8, 8, 3);
  private static final List<Integer> WIDE = List.of(5, 32, 16, 3);

  private static WidthScaling scaling(Parametrization rules, List<Integer> sizes) {
    return Perceptrons.scaling(rules, StepScaling.PROPORTIONAL, BASE, sizes);
  }

  @Test
  void everyGroupOfARectangularNetworkHasTheFactorsOfItsRole() {
    WidthScaling mup = scaling(Parametrization.MUP, WIDE);
    List<WidthFactors> expected =
        List.of(
            new WidthFactors(4, 1, 1),
            new WidthFactors(4, 1, 1),
            new WidthFactors(2.0 / 4, 0.5, 1),
            new WidthFactors(2, 1, 1),
            new WidthFactors(2, 1, 0.5),
            new WidthFactors(1, 1, 1));
    for (int g = 0; g < 6; g++) {
      assertThat(mup.of(g)).as("group %d", g).isEqualTo(expected.get(g));
    }
    assertThat(mup.multipliers()).containsExactly(1.0, 1.0, 1.0, 1.0, 0.5, 1.0);
  }

  @Test
  void onlyLearningRatesFollowTheWidth() {
    RunSettings tuned = settings(1);
    RunSettings effective = scaling(Parametrization.MUP, WIDE).effective(tuned);
    double[] factors = {4, 4, 0.5, 2, 2, 1};
    for (int t = 0; t < 3; t++) {
      for (int g = 0; g < 6; g++) {
        assertThat(effective.coefficients().get(Coefficient.LEARNING_RATE, t, g))
            .isEqualTo(factors[g] * tuned.coefficients().get(Coefficient.LEARNING_RATE, t, g));
        assertThat(effective.coefficients().get(Coefficient.MOMENTUM, t, g))
            .isEqualTo(tuned.coefficients().get(Coefficient.MOMENTUM, t, g));
      }
    }
    assertThat(effective.initLogScale()).containsExactly(tuned.initLogScale());
    assertThat(effective.l2()).containsExactly(tuned.l2());
  }

  @ParameterizedTest
  @EnumSource(Parametrization.class)
  void pullBackIsTheTransposeOfEffective(Parametrization rules) {
    WidthScaling scaling = scaling(rules, WIDE);
    RunSettings tangent = settings(2);
    RunSettings cotangent = settings(3);
    assertThat(scaling.pullBack(cotangent).dot(tangent))
        .isCloseTo(cotangent.dot(scaling.effective(tangent)), within(1e-13));
  }

  private static RunSettings settings(long seed) {
    NetworkSpec spec = NetworkSpec.of(WIDE, Nonlinearity.TANH, Loss.CROSS_ENTROPY);
    return new RandomProblem(spec, 4, 2, seed)
        .settings(3, 0.1, new Momentum(MomentumForm.PAPER), false);
  }

  @Test
  void networksOfOtherDepthDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scaling(Parametrization.MUP, List.of(5, 8, 3)))
        .withMessage(
            "parameters [W1, b1, W2, b2] and base parameters [W1, b1, W2, b2, W3, b3] are of"
                + " different networks");
  }

  /** Test A2: at the base width muP is the standard parametrization, in every bit of 50 steps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void atTheBaseWidthMupTrainsLikeTheStandardParametrizationToTheLastBit(long seed) {
    for (Precision precision : Precision.values()) {
      Trained standard = train(Parametrization.STANDARD, BASE, precision, seed);
      Trained mup = train(Parametrization.MUP, BASE, precision, seed);
      assertThat(mup.trainingLosses()).hasSize(50).isEqualTo(standard.trainingLosses());
      assertThat(mup.finalLoss()).isEqualTo(standard.finalLoss());
      assertThat(mup.stateHash()).isEqualTo(standard.stateHash());
      assertThat(parameters(mup)).isDeepEqualTo(parameters(standard));
    }
  }

  @Test
  void atAnotherWidthTheyPartWays() {
    Trained standard = train(Parametrization.STANDARD, WIDE, Precision.FLOAT64, 1);
    Trained mup = train(Parametrization.MUP, WIDE, Precision.FLOAT64, 1);
    assertThat(mup.trainingLosses().get(49)).isNotEqualTo(standard.trainingLosses().get(49));
  }

  private static double[][] parameters(Trained trained) {
    return trained.weights().stream().map(Tensor::toArray).toArray(double[][]::new);
  }

  private static Trained train(
      Parametrization rules, List<Integer> sizes, Precision precision, long seed) {
    WidthScaling scaling = scaling(rules, sizes);
    NetworkSpec spec =
        NetworkSpec.of(sizes, Nonlinearity.RELU, Loss.CROSS_ENTROPY)
            .withMultipliers(scaling.multipliers());
    RandomProblem problem = new RandomProblem(spec, 40, 10, seed);
    try (Device device = Devices.open("host", precision, 1)) {
      NetworkObjective objective =
          new NetworkObjective(
              device,
              new NetworkProblem(
                  spec,
                  new Initializer(
                          Initialization.FAN_IN,
                          spec.layout(),
                          Perceptrons.layout(BASE, Nonlinearity.RELU),
                          scaling)
                      .draw(device, new Well19937c(seed)),
                  problem.data(device, 40, 1),
                  BatchPlans.epochs(seed + 1, 40, 50, 10),
                  List.of(problem.data(device, 20, 2)),
                  false));
      RunSettings tuned = problem.settings(50, 0.2, new Momentum(MomentumForm.PAPER), false);
      return new TrainingRun(
              device, objective, new Momentum(MomentumForm.PAPER), scaling.effective(tuned))
          .train();
    }
  }
}
