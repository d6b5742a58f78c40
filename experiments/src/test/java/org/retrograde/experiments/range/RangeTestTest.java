package org.retrograde.experiments.range;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.LocalTrials;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.RateRange;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

final class RangeTestTest {

  private static final double[] RATES =
      IntStream.range(0, 41).mapToDouble(i -> Math.pow(10, i / 10.0 - 3)).toArray();

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private static List<Double> losses(DoubleStream losses) {
    return losses.boxed().toList();
  }

  @Test
  void theMeanHasNoBiasAndTheTestStopsAtFourTimesTheLeast() {
    RangeCurve never = RangeCurve.of(RATES, losses(DoubleStream.of(3, 3.1, 3.2)), false);
    assertThat(never.end()).isEqualTo("the range ends");
    assertThat(never.steepest()).isEmpty();
    assertThat(never.tenthOfTheLeast()).isEmpty();

    RangeCurve rising = RangeCurve.of(RATES, losses(DoubleStream.of(1, 1, 20, 1)), false);
    assertThat(rising.dots()).hasSize(3);
    assertThat(rising.dots().get(2).smoothed())
        .isCloseTo((20 + 0.98 + 0.98 * 0.98) / (1 + 0.98 + 0.98 * 0.98), within(1e-12));
    assertThat(rising.end()).isEqualTo("the loss is four times the least it was");
    assertThat(RangeCurve.of(RATES, losses(DoubleStream.of(1, 2)), true).end())
        .isEqualTo("training diverged");
  }

  @Test
  void ratesAreReadOffWhereTheLossFallsMostAndAtATenthOfTheLeast() {
    // a fall around step 15, a least at step 30
    double[] values =
        IntStream.range(0, 41)
            .mapToDouble(i -> 2 - Math.tanh((i - 15) / 2.0) + (i > 30 ? i - 30 : 0))
            .toArray();
    RangeCurve curve = RangeCurve.of(RATES, losses(DoubleStream.of(values)), false);
    List<Double> smoothed = curve.dots().stream().map(RateRange.Dot::smoothed).toList();
    int least = smoothed.indexOf(smoothed.stream().min(Double::compare).orElseThrow());
    assertThat(curve.tenthOfTheLeast().orElseThrow()).isEqualTo(RATES[least] / 10);
    int steepest = 1;
    for (int i = 1; i < least; i++) {
      if (smoothed.get(i + 1) - smoothed.get(i - 1)
          < smoothed.get(steepest + 1) - smoothed.get(steepest - 1)) {
        steepest = i;
      }
    }
    assertThat(steepest).isBetween(14, 19);
    assertThat(curve.steepest().orElseThrow()).isEqualTo(RATES[steepest]);
  }

  @Test
  void wholeRunsAtTheSuggestedRatesHaveTheDerivativeOfTheirLoss() throws Exception {
    ExperimentConfig config =
        ConfigReader.readBuiltin("smoke", List.of("run.precision=float64", "training.warmup=0.2"));
    TrainingProblem problem = ProblemType.open(config, device);
    try (TrialEngine engine = new LocalTrials(1)) {
      RangeTest.Found found =
          new RangeTest(1e-3, 1e4, 60).run(problem, engine, new SilentProgress());
      assertThat(found.dots()).hasSizeLessThan(60);
      assertThat(found.end()).isNotEqualTo("the range ends");
      assertThat(found.dots().get(0).rate()).isEqualTo(1e-3);
      assertThat(found.suggestions()).hasSize(2);
      RateRange.Suggestion low = found.suggestions().get(1);
      double step = 1e-4;
      double differences =
          (loss(problem, engine, low.rate() * Math.exp(step))
                  - loss(problem, engine, low.rate() * Math.exp(-step)))
              / (2 * step);
      assertThat(low.finalLoss())
          .isCloseTo(loss(problem, engine, low.rate()), Percentage.withPercentage(1e-9));
      assertThat(low.byLogRate()).isCloseTo(differences, Percentage.withPercentage(0.01));
    }
  }

  @Test
  void aTestThatDivergesAtOnceSaysWhereToBegin() throws Exception {
    ExperimentConfig config = ConfigReader.readBuiltin("smoke", List.of());
    TrainingProblem problem = ProblemType.open(config, device);
    try (TrialEngine engine = new LocalTrials(1)) {
      assertThatThrownBy(
              () -> new RangeTest(1e30, 1e35, 5).run(problem, engine, new SilentProgress()))
          .isInstanceOf(DivergedTrialException.class)
          .hasMessageContaining("at rate 1.0E30; lower --from");
    }
  }

  private static double loss(TrainingProblem problem, TrialEngine engine, double rate)
      throws InterruptedException {
    ArmConfig arm = new ArmConfig(problem.config().training().schedule(), rate, 0.8, "test");
    double sum = 0;
    List<Long> seeds = requireNonNull(RangeTest.seeds(problem).get("range test"));
    for (long seed : seeds) {
      sum +=
          engine
              .run(
                  List.of(
                      new Trial<>(
                          problem, Hyperparameters.settings(problem, arm), seed, new FinalLoss())))
              .get(0)
              .get();
    }
    return sum / seeds.size();
  }

  @Test
  void aRangeHasTwoRates() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RangeTest(1, 0.1, 100))
        .withMessageContaining("got 1.0, 0.1 and 100");
  }
}
