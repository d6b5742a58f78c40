package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.FollowingTokens;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.network.architecture.UnitTransformer;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.trajectory.Start;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.TrajectorySetup;
import org.retrograde.reversible.trajectory.WayBack;

/** A unit-scaled transformer under its own rule, trained and taken back. */
final class UnitTrainingTest {

  private static final int STEPS = 200;
  private static final int WINDOW = 8;
  private static final int KINDS = 7;
  private static final NetworkSizes SIZES =
      new NetworkSizes(new InputShape.Token(WINDOW), List.of(32, 32), KINDS, Nonlinearity.SILU);

  @Test
  void itLearnsAndEveryIntegerReturns() {
    learnAndReturn("host");
  }

  /** Half a minute each on a processor. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("others")
  void soItDoesOnOtherDevices(String name) {
    learnAndReturn(name);
  }

  static List<String> others() {
    return Devices.usable().stream().filter(name -> !name.equals("host")).toList();
  }

  private static void learnAndReturn(String name) {
    UnitTransformer network = new UnitTransformer();
    Layout layout = network.layout(SIZES);
    WidthScaling scaling =
        new WidthScaling(
            Parametrization.U_MUP,
            StepScaling.NORMALIZED,
            DecayRule.FOLLOWS_RATE,
            layout.over(layout));
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      NetworkObjective objective =
          new NetworkObjective(
              device,
              new NetworkProblem(
                  NetworkSpec.of(network, SIZES, Loss.CROSS_ENTROPY)
                      .withMultipliers(scaling.multipliers()),
                  new Initializer(Initialization.FAN_IN, layout, layout, scaling)
                      .draw(device, new Well19937c(3)),
                  FollowingTokens.of(device, 200, KINDS, 1),
                  BatchPlans.windows(7, 200, STEPS, 3, WINDOW),
                  List.of(FollowingTokens.of(device, 40, KINDS, 2)),
                  false));
      Trajectory trajectory =
          new Trajectory(
              device,
              new TrajectorySetup(
                  objective.groups(), objective, new AdamW(), coefficients(layout, scaling)),
              WayBack.Undo.toTheStart(),
              new Start(objective.initialWeights(device)));
      long[][] start = integers(trajectory);
      double first = trajectory.forward();
      double last = first;
      while (trajectory.step() < STEPS) {
        last = trajectory.forward();
      }
      assertThat(first).isGreaterThan(1.5);
      assertThat(last).isLessThan(0.1);
      while (trajectory.step() > 0) {
        trajectory.backward();
      }
      assertThat(trajectory.buffersAreEmpty()).isTrue();
      assertThat(integers(trajectory)).isDeepEqualTo(start);
    }
  }

  private static CoefficientTable coefficients(Layout layout, WidthScaling scaling) {
    List<Parameter> parameters = layout.parameters();
    CoefficientTable table = new CoefficientTable(STEPS, parameters.size());
    table.fill(Coefficient.BETA1, 0.9).fill(Coefficient.BETA2, 0.95);
    for (int t = 0; t < STEPS; t++) {
      for (int g = 0; g < parameters.size(); g++) {
        table.set(Coefficient.LEARNING_RATE, t, g, 0.3 * scaling.of(g).learningRate());
        table.set(Coefficient.EPSILON, t, g, 1e-8 * scaling.of(g).epsilon());
      }
    }
    return table;
  }

  private static long[][] integers(Trajectory trajectory) {
    return trajectory.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toArray(long[][]::new);
  }
}
