package org.retrograde.experiments.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.rule.Armijo;
import org.retrograde.hypergrad.rule.RuledRun;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The line search needs a model that can fit every row. Logistic regression on 50 features cannot,
 * where labels are noisy: a batch of fewer rows than features is separable, its loss falls along
 * any step however long, and the full gradient never gets small.
 */
final class ArmijoWithoutInterpolationTest {

  private static final int FEATURES = 50;
  private static final int ROWS = 1000;
  private static final int STEPS = 300;

  private static final class Logistic implements HostObjective {

    private final double[][] rows = new double[ROWS][FEATURES];
    private final double[] labels = new double[ROWS];
    private final int batch;

    Logistic(int batch) {
      this.batch = batch;
      RandomGenerator random = new Well19937c(3);
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < FEATURES; j++) {
          rows[i][j] = random.nextGaussian();
        }
        labels[i] = rows[i][0] + 2 * random.nextGaussian() > 0 ? 1 : -1;
      }
    }

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("w", 1, FEATURES));
    }

    @Override
    public double[][] initialWeights() {
      return new double[1][FEATURES];
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      return mean(step * batch, batch, weights[0], gradient[0]);
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      throw new UnsupportedOperationException("nothing is differentiated here");
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      return mean(0, ROWS, weights[0], gradient[0]);
    }

    private double mean(int from, int count, double[] weights, double[] gradient) {
      double loss = 0;
      for (int i = from; i < from + count; i++) {
        double[] row = rows[i % ROWS];
        double margin = 0;
        for (int j = 0; j < FEATURES; j++) {
          margin += labels[i % ROWS] * row[j] * weights[j];
        }
        loss += Math.log1p(Math.exp(-margin)) / count;
        double weight = -labels[i % ROWS] / (1 + Math.exp(margin)) / count;
        for (int j = 0; j < FEATURES; j++) {
          gradient[j] += weight * row[j];
        }
      }
      return loss;
    }

    private double squaredGradient(double[] weights) {
      double[] gradient = new double[FEATURES];
      mean(0, ROWS, weights, gradient);
      return Arrays.stream(gradient).map(x -> x * x).sum();
    }
  }

  @ParameterizedTest
  @CsvSource({"8, false", "32, false", "1000, true"})
  void theFullGradientGetsSmallOnlyWhereABatchIsNotSeparable(int batch, boolean small) {
    Logistic objective = new Logistic(batch);
    RunSettings settings = new RunSettings(STEPS, objective.groups());
    settings.coefficients().fill(Coefficient.LEARNING_RATE, 1);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      TrainingRun run =
          new TrainingRun(
              device,
              new HostObjectiveAdapter(objective),
              new Momentum(MomentumForm.HEAVY_BALL),
              settings);
      RuledRun ruled = RuledRun.of(run, new Armijo().withEpoch(ROWS / batch));
      List<Double> squares = new ArrayList<>();
      run.withSettings(ruled.settings())
          .train(weights -> squares.add(objective.squaredGradient(weights.get(0).toArray())));

      double least = squares.stream().mapToDouble(x -> x).min().orElseThrow();
      assertThat(least <= 0.004).isEqualTo(small);
    }
  }
}
