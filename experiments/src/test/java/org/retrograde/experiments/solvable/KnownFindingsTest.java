package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.PowerScheduler;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;

/** What is said of schedules, where it can be worked out. */
final class KnownFindingsTest {

  private static final Schedule COSINE = new Cosine();

  private static double aboveOptimum(PowerLawModel model, Schedule schedule) {
    double best = BestPeak.of(new ExpectedLoss(model), schedule, 300).loss();
    return best / OptimalSchedule.of(model, 300).loss();
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
  void onePowerSchedulerIsBetterThanAFallTunedForEachLengthAndBatch() {
    double exponent = 0;
    double least = Double.POSITIVE_INFINITY;
    double a = 0;
    for (int percent = 30; percent <= 50; percent += 2) {
      double tried = percent / 100.0;
      BestPeak best = BestPeak.of(loss(2), power(tried), 1000);
      if (best.loss() < least) {
        least = best.loss();
        exponent = tried;
        a = best.peak() * Math.pow(2, tried - 1); // the rate of step 1, where n = 2, is B a n^b
      }
    }
    assertThat(exponent).isBetween(0.38, 0.42);
    for (int batch : List.of(1, 2, 4, 8)) {
      for (int samples : List.of(1000, 4000)) {
        int steps = samples / batch;
        double peak = batch * a * Math.pow(batch, -exponent);
        double[] rates = new BestPeak(power(exponent), steps, peak, Double.NaN).rates();
        double ours = loss(batch).of(rates);
        double tuned = BestPeak.of(loss(batch), new Wsd(0.1, Fall.LINEAR, 0), steps).loss();
        assertThat(ours / tuned).as("batch %d, %d samples", batch, samples).isBetween(0.88, 0.92);
      }
    }
  }

  private static ExpectedLoss loss(int batch) {
    return new ExpectedLoss(new PowerLawModel(1.5, 1.2, 1, batch, 100));
  }

  private static Schedule power(double exponent) {
    return new PowerScheduler(exponent, 1, 0.1, Fall.LINEAR, 0);
  }
}
