package org.retrograde.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** On two numbers, where norms are magnitudes and nothing is rounded in between. */
final class CurveRecorderTest {

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  /** (3 w^2 + (b - 1)^2) / 2; w starts at 2 and b at 0, as a bias does. */
  private static final class Bowl implements HostObjective {

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("w", 1, 1), new ParameterGroup("b", 1, 1));
    }

    @Override
    public double[][] initialWeights() {
      return new double[][] {{2}, {0}};
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      return finalGradient(weights, gradient);
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      throw new UnsupportedOperationException("nothing is differentiated here");
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      double w = weights[0][0];
      double b = weights[1][0] - 1;
      gradient[0][0] += 3 * w;
      gradient[1][0] += b;
      return (3 * w * w + b * b) / 2;
    }
  }

  private TrainingRun run(int steps, double rate) {
    RunSettings settings = new RunSettings(steps, new Bowl().groups());
    settings.coefficients().fill(Coefficient.LEARNING_RATE, rate);
    settings.coefficients().fill(Coefficient.MOMENTUM, 0.5);
    return new TrainingRun(
        device,
        new HostObjectiveAdapter(new Bowl()),
        new Momentum(MomentumForm.HEAVY_BALL),
        settings);
  }

  @AfterEach
  void closeTheDevice() {
    device.close();
  }

  @Test
  void aCurveHasTheLossesGradientsAndMovesOfItsSteps() {
    TrainingRun run = run(10, 0.1);
    List<double[]> weights = new ArrayList<>();
    Trained trained =
        run.train(at -> weights.add(new double[] {at.get(0).toArray()[0], at.get(1).toArray()[0]}));
    CurveRecorder recorder = new CurveRecorder(run, 4, true);

    run.train(recorder);

    RunCurve curve = recorder.curve();
    assertThat(curve.steps()).containsExactly(0, 3, 6, 9);
    GroupCurve w = curve.groups().get(0);
    GroupCurve b = curve.groups().get(1);
    assertThat(List.of(w.group(), b.group())).containsExactly("w", "b");
    for (int i = 0; i < 4; i++) {
      int step = curve.steps().get(i);
      double[] from = weights.get(step);
      double[] to = weights.get(step + 1);
      double slope = from[1] - 1;
      assertThat(curve.losses().get(i)).isEqualTo(trained.trainingLosses().get(step));
      assertThat(w.gradientNorms().get(i)).isEqualTo(3 * Math.abs(from[0]));
      assertThat(b.gradientNorms().get(i)).isEqualTo(Math.abs(slope));
      assertThat(curve.gradientNorms().get(i))
          .isEqualTo(Math.sqrt(3 * from[0] * (3 * from[0]) + slope * slope));
      assertThat(w.relativeUpdates().get(i))
          .isEqualTo(Math.abs(to[0] - from[0]) / Math.abs(from[0]));
      assertThat(b.relativeUpdates().get(i))
          .isEqualTo(Math.abs(to[1] - from[1]) / Math.abs(from[1]));
    }
    assertThat(b.relativeUpdates().get(0)).isInfinite();
    assertThat(b.relativeUpdates().subList(1, 4)).allMatch(Double::isFinite);
  }

  @Test
  void watchingChangesNoBitOfTheRun() {
    TrainingRun run = run(50, 0.1);
    Trained alone = run.train();

    Trained watched = run.train(new CurveRecorder(run, 50, true));

    assertThat(watched.stateHash()).isEqualTo(alone.stateHash());
    assertThat(watched.trainingLosses()).isEqualTo(alone.trainingLosses());
    assertThat(run(50, 0.1001).train().stateHash()).isNotEqualTo(alone.stateHash());
  }

  @Test
  void gradientsAreThoseBeforeAnyClip() {
    TrainingRun run = run(1, 0.1);
    CurveRecorder recorder =
        new CurveRecorder(run.withOptions(run.options().withClip(0.5)), 1, true);

    run.withOptions(run.options().withClip(0.5)).train(recorder);

    assertThat(recorder.curve().gradientNorms()).containsExactly(Math.sqrt(37));
    double move = recorder.curve().groups().get(0).relativeUpdates().get(0);
    assertThat(move).isLessThan(0.1 * 3);
  }

  @ParameterizedTest
  @CsvSource({"1, 100, 1", "99, 100, 99", "100, 100, 100", "101, 100, 51", "1000, 100, 101"})
  void aCurveHasAboutAsManyPointsAndTheLastStep(int steps, int points, int expected) {
    TrainingRun run = run(steps, 0.1);
    CurveRecorder recorder = new CurveRecorder(run, points, false);

    run.train(recorder);

    RunCurve curve = recorder.curve();
    assertThat(curve.steps()).hasSize(expected).startsWith(0).endsWith(steps - 1);
    assertThat(curve.groups()).isEmpty();
  }

  @Test
  void ofARunThatDivergesThereIsWhatCameBefore() {
    TrainingRun run = run(400, 2);
    CurveRecorder recorder = new CurveRecorder(run, 400, true);

    assertThatThrownBy(() -> run.train(recorder))
        .isInstanceOfSatisfying(
            DivergenceException.class,
            e -> assertThat(recorder.curve().steps()).hasSize(e.step()).endsWith(e.step() - 1));
    assertThat(recorder.curve().groups().get(0).gradientNorms())
        .hasSameSizeAs(recorder.curve().steps());
  }
}
