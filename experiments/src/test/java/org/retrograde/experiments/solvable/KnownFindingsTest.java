package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;

/** What is said of schedules, where it can be worked out. */
final class KnownFindingsTest {

  private static final Schedule COSINE = new Cosine();
  private static final SamplePower START = new SamplePower(Math.log(0.1), -0.4, 0.1);

  private static double aboveOptimum(PowerLawModel model, Schedule schedule) {
    double best = BestPeak.of(new ExpectedLoss(model), schedule, 300).loss();
    return best / OptimalSchedule.of(new ExpectedLoss(model), 300).loss();
  }

  /** Decay pays where labels are noisy. */
  @Test
  void withoutNoiseWhatStaysHighLongerIsBetter() {
    PowerLawModel easy = new PowerLawModel(1.5, 1.2, 0, 1, 200);
    PowerLawModel hard = new PowerLawModel(2, 0.3, 0, 1, 200);

    assertThat(aboveOptimum(easy, Schedules.FLAT)).isBetween(1.4, 0.8 * aboveOptimum(easy, COSINE));
    assertThat(aboveOptimum(hard, new Wsd())).isBetween(1.0, 0.95 * aboveOptimum(hard, COSINE));
    PowerLawModel noisy = ExpectedLossTest.HARD;
    assertThat(aboveOptimum(noisy, new Wsd())).isGreaterThan(aboveOptimum(noisy, COSINE));
  }

  /** log eta = c + b log n + d log B, over n samples in steps of B. */
  @Test
  void theBestRateIsProportionalToTheBatchAndFallsAsAPowerOfTheSamples() {
    List<double[]> at = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    for (int batch : List.of(1, 4)) {
      ExpectedLoss loss = loss(batch);
      for (int samples : List.of(1000, 2000, 4000)) {
        Wsd shape = new Wsd(0.1, Fall.LINEAR, 0);
        at.add(new double[] {Math.log(samples), Math.log(batch)});
        logs.add(Math.log(BestPeak.of(loss, shape, samples / batch).peak()));
      }
    }
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.newSampleData(logs.stream().mapToDouble(x -> x).toArray(), at.toArray(double[][]::new));
    double[] exponents = fit.estimateRegressionParameters();
    assertThat(exponents[1]).isCloseTo(-0.485, within(0.01));
    assertThat(exponents[2]).isCloseTo(0.995, within(0.01));
    assertThat(fit.calculateRSquared()).isGreaterThan(0.9999);
  }

  /** B a n^b, with a and b of one length and batch, against a fall that is tuned for each. */
  @Test
  void onePowerOfTheSamplesIsBetterThanAFallTunedForEachLengthAndBatch() {
    SamplePower fitted = START.fittedTo(List.of(run(2, 1000)));
    assertThat(fitted.exponent()).isBetween(-0.42, -0.38);
    assertThat(fitted.slope(List.of(run(2, 1000)))).containsExactly(new double[2], within(1e-5));
    for (int batch : List.of(1, 2, 4, 8)) {
      for (int samples : List.of(1000, 4000)) {
        SamplePower.Run run = run(batch, samples / batch);
        double ours = run.loss(fitted.rates(run));
        double tuned = BestPeak.of(loss(batch), new Wsd(0.1, Fall.LINEAR, 0), run.steps()).loss();
        assertThat(ours / tuned).as("batch %d, %d samples", batch, samples).isBetween(0.88, 0.92);
      }
    }
  }

  @Test
  void thePowerOfTheSamplesIsFittedByTheExactDerivative() {
    List<SamplePower.Run> runs = List.of(run(1, 100), run(4, 50));
    SamplePower at = new SamplePower(-2, -0.3, 0.1);
    double[] slope = at.slope(runs);
    double step = 1e-5;
    double[] differences = {
      meanLog(new SamplePower(-2 + step, -0.3, 0.1), runs)
          - meanLog(new SamplePower(-2 - step, -0.3, 0.1), runs),
      meanLog(new SamplePower(-2, -0.3 + step, 0.1), runs)
          - meanLog(new SamplePower(-2, -0.3 - step, 0.1), runs)
    };
    for (int i = 0; i < 2; i++) {
      double expected = differences[i] / (2 * step);
      assertThat(slope[i]).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
      assertThat(1.001 * slope[i]).isNotCloseTo(expected, within(1e-6 * Math.abs(expected)));
    }
  }

  private static double meanLog(SamplePower power, List<SamplePower.Run> runs) {
    return runs.stream()
        .mapToDouble(run -> Math.log(run.loss(power.rates(run))))
        .average()
        .orElseThrow();
  }

  private static SamplePower.Run run(int batch, int steps) {
    return new SamplePower.Run(new PowerLawModel(1.5, 1.2, 1, batch, 100), steps);
  }

  private static ExpectedLoss loss(int batch) {
    return new ExpectedLoss(new PowerLawModel(1.5, 1.2, 1, batch, 100));
  }
}
