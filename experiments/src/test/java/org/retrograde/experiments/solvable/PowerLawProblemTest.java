package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

final class PowerLawProblemTest {

  private static final PowerLawModel MODEL = new PowerLawModel(1.5, 1.2, 1, 2, 20);
  private static final int STEPS = 60;
  private static final int SEEDS = 200;
  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);

  private static TrainingRun run(HostObjective objective, Optimizer optimizer, double[] rates) {
    RunSettings settings = new RunSettings(rates.length, objective.groups());
    settings.coefficients().fill(Coefficient.MOMENTUM, 1e-6);
    for (int t = 0; t < rates.length; t++) {
      settings.coefficients().set(Coefficient.LEARNING_RATE, t, 0, rates[t]);
    }
    return new TrainingRun(DEVICE, new HostObjectiveAdapter(objective), optimizer, settings);
  }

  private static double[] byLogRate(Hypergradient found, double[] rates) {
    return IntStream.range(0, rates.length)
        .mapToDouble(
            t -> rates[t] * found.derivative().coefficients().get(Coefficient.LEARNING_RATE, t, 0))
        .toArray();
  }

  @ParameterizedTest
  @EnumSource(names = {"STORED", "CHECKPOINTS", "RECURSIVE"})
  void theEngineTrainsAndDifferentiatesTheRecursion(Strategy strategy) {
    double[] rates = new BestPeak(new Cosine(), STEPS, 0.2, Double.NaN).rates();
    ExpectedLoss.Derivative exact = new ExpectedLoss(MODEL).derivative(rates);
    TrainingRun run =
        run(
            PowerLawObjective.expected(MODEL),
            new ExpectedSgd(MODEL.batch(), MODEL.noise()),
            rates);

    Hypergradient found = strategy.differentiate(run);

    assertThat(found.finalLoss()).isCloseTo(exact.loss(), Percentage.withPercentage(1e-9));
    assertThat(new PlainStepper(run).finalLoss())
        .isCloseTo(exact.loss(), Percentage.withPercentage(1e-9));
    double[] derivative = byLogRate(found, rates);
    double largest = Arrays.stream(derivative).map(Math::abs).max().orElseThrow();
    for (int t = 0; t < STEPS; t++) {
      assertThat(derivative[t]).isCloseTo(exact.byRate().get(t) * rates[t], within(1e-9 * largest));
    }
    // another noise is another recursion
    TrainingRun other = run(PowerLawObjective.expected(MODEL), new ExpectedSgd(2, 1.001), rates);
    assertThat(strategy.differentiate(other).finalLoss())
        .isNotCloseTo(exact.loss(), Percentage.withPercentage(1e-3));
  }

  /** Reduced from 300 seeds, 400 steps and 200 modes. */
  @Test
  void sampledTrainingHasTheExpectedLossAndOnAverageTheExactHypergradient() {
    double[] rates = BestPeak.of(new ExpectedLoss(MODEL), Schedules.FLAT, STEPS).rates();
    ExpectedLoss.Derivative exact = new ExpectedLoss(MODEL).derivative(rates);
    SummaryStatistics losses = new SummaryStatistics();
    double[] mean = new double[STEPS];
    for (long seed = 0; seed < SEEDS; seed++) {
      Hypergradient found =
          Strategy.REPLAY.differentiate(
              run(
                  PowerLawObjective.sampled(MODEL, seed),
                  new Momentum(MomentumForm.HEAVY_BALL),
                  rates));
      losses.addValue(found.finalLoss());
      double[] one = byLogRate(found, rates);
      Arrays.setAll(mean, t -> mean[t] + one[t]);
    }

    double error = losses.getStandardDeviation() / Math.sqrt(SEEDS);
    assertThat(losses.getMean()).isCloseTo(exact.loss(), within(3 * error));
    double[] known =
        IntStream.range(0, STEPS).mapToDouble(t -> exact.byRate().get(t) * rates[t]).toArray();
    assertThat(new PearsonsCorrelation().correlation(bins(mean), bins(known))).isGreaterThan(0.97);
    assertThat(error).isLessThan(exact.loss() / 10); // so that the mean says something
  }

  private static double[] bins(double[] values) {
    double[] bins = new double[values.length / 10];
    IntStream.range(0, values.length).forEach(t -> bins[t / 10] += values[t]);
    return bins;
  }

  @Test
  void samplesBelongToTheirSeedAndStep() {
    HostObjective objective = PowerLawObjective.sampled(MODEL, 3);
    double[][] start = objective.initialWeights();
    List<Double> losses =
        List.of(
            objective.gradient(0, start, new double[1][20]),
            objective.gradient(1, start, new double[1][20]),
            objective.gradient(0, start, new double[1][20]),
            PowerLawObjective.sampled(MODEL, 4).gradient(0, start, new double[1][20]));

    assertThat(losses.get(2)).isEqualTo(losses.get(0));
    assertThat(losses.get(1)).isNotEqualTo(losses.get(0));
    assertThat(losses.get(3)).isNotEqualTo(losses.get(0));
  }
}
