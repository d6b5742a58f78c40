package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.RmsProp;

/** How far fixed point takes hypergradients of means of squares from those of plain doubles. */
final class AdaptiveAccuracyTest {

  private static final List<Integer> SIZES = List.of(3, 4, 3);
  private static final int STEPS = 10;

  static Stream<Arguments> cases() {
    return LongStream.range(0, 100)
        .boxed()
        .flatMap(
            seed ->
                Stream.of(new AdamW(), new RmsProp())
                    .map(optimizer -> Arguments.of(optimizer, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("cases")
  void everyEntryIsThatOfAnIndependentProgram(Optimizer optimizer, long seed) {
    assertThat(error(optimizer, seed)).isLessThan(1e-6);
  }

  /** What is left of lanes under 30 bits of headroom is not enough for that. */
  @Test
  void coarserMeansWouldBeFound() {
    assertThat(error(new AdamW(30), 1)).isGreaterThan(1e-6);
  }

  /** Returns the largest error of an entry, as a part of the largest entry of its block. */
  private static double error(Optimizer optimizer, long seed) {
    RandomProblem problem =
        new RandomProblem(
            NetworkSpec.of(SIZES, Nonlinearity.RELU, Loss.CROSS_ENTROPY), 12, 6, seed);
    RunSettings settings = new RunSettings(STEPS, problem.spec().groups());
    CoefficientTable table = settings.coefficients();
    CoefficientTable drawn =
        problem.settings(STEPS, 0.05, optimizer, false).withExactDecays().coefficients();
    for (Coefficient coefficient : optimizer.coefficients()) {
      forEach(table, (t, g) -> table.set(coefficient, t, g, drawn.get(coefficient, t, g)));
    }
    CoefficientTable derivative = derivative(problem, optimizer, settings);
    DualTraining dual = new DualTraining(problem, SIZES, optimizer, table);
    double worst = 0;
    for (Coefficient coefficient : optimizer.coefficients()) {
      double[] largest = new double[2];
      forEach(
          table,
          (t, g) -> {
            double right = dual.derivative(coefficient, t, g);
            double error = Math.abs(derivative.get(coefficient, t, g) - right);
            largest[0] = Math.max(largest[0], Math.abs(right));
            largest[1] = Math.max(largest[1], error);
          });
      worst = Math.max(worst, largest[1] / largest[0]);
    }
    return worst;
  }

  private static CoefficientTable derivative(
      RandomProblem problem, Optimizer optimizer, RunSettings settings) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run =
          new TrainingRun(device, problem.objective(device, STEPS, false), optimizer, settings);
      Strategy strategy = optimizer.isReversible() ? Strategy.REPLAY : Strategy.STORED;
      return strategy.differentiate(run).derivative().coefficients();
    }
  }

  private interface Place {
    void visit(int step, int group);
  }

  private static void forEach(CoefficientTable table, Place place) {
    for (int t = 0; t < table.steps(); t++) {
      for (int g = 0; g < table.groups(); g++) {
        place.visit(t, g);
      }
    }
  }
}
