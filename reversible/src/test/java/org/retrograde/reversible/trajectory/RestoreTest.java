package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

/** What follows a restored checkpoint has the bits of a run that was never elsewhere. */
final class RestoreTest {

  private static final int STEPS = 30;
  private static final int KEPT = 12;
  private static final int ASTRAY = 9;

  static Stream<Arguments> runs() {
    return WayBackTest.runs();
  }

  private static Trajectory run(
      Device device, Optimizer optimizer, CoefficientTable table, WayBack way) {
    TiltedWells wells = new TiltedWells(device, Runs.GROUPS, Nonlinearity.TANH);
    return new Trajectory(
        device,
        new TrajectorySetup(Runs.GROUPS, wells, optimizer, table, 0.5, 4),
        way,
        Runs.start(device, 1));
  }

  private static void take(Trajectory run, int steps) {
    for (int i = 0; i < steps; i++) {
      run.forward();
    }
  }

  /** Trains, goes astray at other rates, comes back, and trains to the end. */
  private static Trajectory restored(Device device, Optimizer optimizer) {
    CoefficientTable table = Runs.coefficients(STEPS, 1);
    Trajectory run = run(device, optimizer, table, new WayBack.None());
    take(run, KEPT);
    Checkpoint there = run.checkpoint();
    List<long[]> before = Runs.lanes(run);
    table.change(Coefficient.LEARNING_RATE, (step, group, rate) -> group == 0 ? 1.7 * rate : rate);
    take(run, ASTRAY);
    Checkpoint astray = run.checkpoint();
    assertThat(Runs.lanes(run)).isNotEqualTo(before);
    run.restore(there);
    assertThat(run.step()).isEqualTo(KEPT);
    assertThat(Runs.lanes(run)).usingRecursiveComparison().isEqualTo(before);
    run.restore(astray); // ahead
    assertThat(run.step()).isEqualTo(KEPT + ASTRAY);
    run.restore(there);
    CoefficientTable again = Runs.coefficients(STEPS, 1);
    for (int t = 0; t < STEPS; t++) {
      table.set(Coefficient.LEARNING_RATE, t, 0, again.get(Coefficient.LEARNING_RATE, t, 0));
    }
    take(run, STEPS - KEPT);
    return run;
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("runs")
  void whatFollowsHasEveryBitOfTheRunThatStayed(
      String name, Precision precision, Optimizer optimizer) {
    try (Device device = Devices.open(name, precision, 1)) {
      Trajectory stayed = run(device, optimizer, Runs.coefficients(STEPS, 1), new WayBack.None());
      take(stayed, STEPS);
      Trajectory restored = restored(device, optimizer);
      assertThat(restored.stateHash()).isEqualTo(stayed.stateHash());
      assertThat(Runs.lanes(restored)).usingRecursiveComparison().isEqualTo(Runs.lanes(stayed));
    }
  }

  @Test
  void weightsAloneAreNotEnough() {
    Optimizer optimizer = new Momentum(MomentumForm.HEAVY_BALL);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Trajectory stayed = run(device, optimizer, Runs.coefficients(STEPS, 1), new WayBack.None());
      take(stayed, KEPT);
      List<double[]> weights = stayed.weights().stream().map(tensor -> tensor.toArray()).toList();
      take(stayed, STEPS - KEPT);
      CoefficientTable table = Runs.coefficients(STEPS, 1);
      TiltedWells wells = new TiltedWells(device, Runs.GROUPS, Nonlinearity.TANH);
      Trajectory fromWeights =
          new Trajectory(
              device,
              new TrajectorySetup(Runs.GROUPS, wells, optimizer, table, 0.5, 4),
              new WayBack.None(),
              Runs.start(device, weights));
      Checkpoint zeros = fromWeights.checkpoint();
      fromWeights.restore(new Checkpoint(KEPT, zeros.states()));
      take(fromWeights, STEPS - KEPT);
      assertThat(fromWeights.stateHash()).isNotEqualTo(stayed.stateHash());
    }
  }

  @Test
  void aRunThatHasLeftTheNumbersComesBack() {
    Optimizer optimizer = new Momentum(MomentumForm.HEAVY_BALL);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      CoefficientTable table = Runs.coefficients(STEPS, 1);
      Trajectory run = run(device, optimizer, table, new WayBack.None());
      take(run, KEPT);
      Checkpoint there = run.checkpoint();
      double rate = table.get(Coefficient.LEARNING_RATE, KEPT, 0);
      table.set(Coefficient.LEARNING_RATE, KEPT, 0, 1e12);
      assertThatThrownBy(() -> take(run, ASTRAY)).isInstanceOf(DivergenceException.class);
      table.set(Coefficient.LEARNING_RATE, KEPT, 0, rate);
      run.restore(there);
      take(run, STEPS - KEPT);
      Trajectory stayed = run(device, optimizer, table, new WayBack.None());
      take(stayed, STEPS);
      assertThat(run.stateHash()).isEqualTo(stayed.stateHash());
    }
  }

  @Test
  void aRunWithAWayBackTakesNoOther() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Trajectory run =
          run(
              device,
              new Momentum(MomentumForm.HEAVY_BALL),
              Runs.coefficients(STEPS, 1),
              WayBack.Undo.toTheStart());
      assertThatIllegalStateException()
          .isThrownBy(() -> run.restore(run.checkpoint()))
          .withMessageContaining("way back");
    }
  }
}
