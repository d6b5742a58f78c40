package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** A final loss that is no number is a divergence like any other. */
final class FinalLossTest {

  /** A quadratic with a final loss of its own. */
  private record Ending(HostObjective inner, double finalLoss) implements HostObjective {

    @Override
    public List<ParameterGroup> groups() {
      return inner.groups();
    }

    @Override
    public double[][] initialWeights() {
      return inner.initialWeights();
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      return inner.gradient(step, weights, gradient);
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      inner.hessianProduct(step, weights, direction, product);
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      inner.finalGradient(weights, gradient);
      return finalLoss;
    }
  }

  private static TrainingRun run(Device device, double finalLoss) {
    Momentum optimizer = new Momentum(MomentumForm.PAPER);
    HostObjectiveAdapter objective =
        new HostObjectiveAdapter(new Ending(RandomRuns.quadratic(1), finalLoss));
    RunSettings settings = RandomRuns.settings(1, 5, objective.groups(), optimizer);
    return new TrainingRun(device, objective, optimizer, settings);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void endsATraining(double finalLoss) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Trained trained = run(device, finalLoss).train();
      assertThatThrownBy(trained::finalLoss)
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("at step 5: the final loss became " + finalLoss);
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void endsAHypergradient(Strategy strategy) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run = run(device, Double.NaN);
      assertThatThrownBy(() -> strategy.differentiate(run))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("the final loss became NaN");
    }
  }

  @Test
  void aNumberDoesNot() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      assertThat(run(device, 7).train().finalLoss()).isEqualTo(7);
    }
  }
}
