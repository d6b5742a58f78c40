package org.retrograde.hypergrad.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.MetaObjective;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.SeedObjective;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.trajectory.DivergenceException;

final class TunerTest {

  private static final double[] TARGET = {2, -1, 0.5};
  private static final double[] START = {0, 0, 0};

  private final List<TunerIteration> seen = new ArrayList<>();

  /** 1/2 |raw - target|^2 in the mean; every seed sees a target of its own. */
  private record Bowl(
      double noise, LongPredicate diverges, Queue<Long> tuneSeeds, Queue<Long> checkSeeds)
      implements SeedObjective {

    Bowl(double noise, LongPredicate diverges) {
      this(noise, diverges, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    @Override
    public Sample differentiate(double[] raw, long seed) {
      tuneSeeds.add(seed);
      if (diverges.test(seed)) {
        throw new DivergenceException(3, "loss", Double.NaN);
      }
      double[] gradient = distance(raw, seed);
      return new Sample(loss(gradient), new RawVector(gradient));
    }

    @Override
    public double evaluate(double[] raw, long seed) {
      checkSeeds.add(seed);
      return loss(distance(raw, seed));
    }

    private double[] distance(double[] raw, long seed) {
      Well19937c random = new Well19937c(seed);
      double[] distance = raw.clone();
      for (int i = 0; i < distance.length; i++) {
        distance[i] -= TARGET[i] + noise * random.nextGaussian();
      }
      return distance;
    }

    private static double loss(double[] distance) {
      double norm = new RawVector(distance).norm();
      return norm * norm / 2;
    }
  }

  private static Bowl bowl(double noise) {
    return new Bowl(noise, seed -> false);
  }

  private static TunerSettings settings(int iterations, double stepSize) {
    return new TunerSettings(iterations, 4, 3, 1, stepSize, false, Double.POSITIVE_INFINITY, 11);
  }

  private Tuned tune(TunerSettings settings, MetaOptimizer optimizer, MetaObjective objective)
      throws InterruptedException {
    return new Tuner(settings, optimizer, objective).tune(START, seen::add);
  }

  @Test
  void comesNearTheBestHyperparameters() throws InterruptedException {
    Tuned tuned = tune(settings(300, 0.05), new MetaOptimizer.Adam(0.9, 0.999, 1e-8), bowl(0.1));
    assertThat(tuned.raw().toArray()).containsExactly(TARGET, within(0.2));
    assertThat(seen.get(0).meanLoss()).isGreaterThan(20 * tuned.checkLoss());
  }

  @Test
  void everyIterationTrainsOnFreshSeedsAndNoneOfThemJudges() throws InterruptedException {
    Bowl bowl = bowl(0.1);
    tune(settings(20, 0.1), new MetaOptimizer.Sgd(), bowl);
    assertThat(bowl.tuneSeeds).hasSize(80).doesNotHaveDuplicates();
    assertThat(bowl.checkSeeds).hasSize(21 * 3);
    assertThat(bowl.checkSeeds.stream().distinct()).hasSize(3);
    assertThat(bowl.tuneSeeds).doesNotContainAnyElementsOf(bowl.checkSeeds);
  }

  @Test
  void checksAreTakenEverySoOftenAndOnTheFirstAndLastIterate() throws InterruptedException {
    TunerSettings settings =
        new TunerSettings(10, 1, 2, 4, 0.1, false, Double.POSITIVE_INFINITY, 1);
    tune(settings, new MetaOptimizer.Sgd(), bowl(0));
    assertThat(seen)
        .filteredOn(iteration -> iteration.checkLoss() != null)
        .extracting(TunerIteration::iteration)
        .containsExactly(0, 4, 8, 10);
  }

  @Test
  void anotherRootSeedGivesOtherResults() throws InterruptedException {
    MetaOptimizer optimizer = new MetaOptimizer.Sgd();
    Tuned one = tune(settings(5, 0.1), optimizer, bowl(0.5));
    TunerSettings other = new TunerSettings(5, 4, 3, 1, 0.1, false, Double.POSITIVE_INFINITY, 12);
    assertThat(tune(other, optimizer, bowl(0.5)).raw().toArray()).isNotEqualTo(one.raw().toArray());
  }

  @Test
  void eachRunsGradientIsClippedBeforeTheMean() throws InterruptedException {
    long first = Seeds.of(5, "tune", 0);
    MetaObjective uneven =
        fixed(seed -> seed == first ? new double[] {100, 0, 0} : new double[] {0, 0.5, 0});
    TunerSettings settings = new TunerSettings(1, 4, 0, 1, 1, false, 1, 5);
    Tuned tuned = tune(settings, new MetaOptimizer.Sgd(), uneven);
    assertThat(tuned.raw().toArray()).containsExactly(-0.25, -0.375, 0);
    assertThat(seen.get(0).clipped()).isEqualTo(1);
    assertThat(seen.get(0).gradientNorms()).containsExactly(100.0, 0.5, 0.5, 0.5);
  }

  private interface GradientOfSeed {
    double[] at(long seed);
  }

  private static MetaObjective fixed(GradientOfSeed gradient) {
    return new SeedObjective() {
      @Override
      public Sample differentiate(double[] raw, long seed) {
        return new Sample(1, new RawVector(gradient.at(seed)));
      }

      @Override
      public double evaluate(double[] raw, long seed) {
        return raw[0];
      }
    };
  }

  /** A step of 2.1 overshoots: each iterate is 1.1 times as far from the target as the last. */
  @Test
  void theBestIterateIsKeptWhenLaterOnesAreWorse() throws InterruptedException {
    Tuned kept = tune(settings(4, 2.1), new MetaOptimizer.Sgd(), bowl(0));
    assertThat(kept.iteration()).isZero();
    assertThat(kept.raw().toArray()).containsExactly(START);
    assertThat(seen)
        .extracting(TunerIteration::best)
        .startsWith(true)
        .filteredOn(b -> b)
        .hasSize(1);
  }

  @Test
  void theLastIterateIsKeptWithoutCheckSeeds() throws InterruptedException {
    TunerSettings unchecked =
        new TunerSettings(4, 4, 0, 1, 2.1, false, Double.POSITIVE_INFINITY, 11);
    Tuned last = tune(unchecked, new MetaOptimizer.Sgd(), bowl(0));
    assertThat(last.iteration()).isEqualTo(4);
    assertThat(last.checkLoss()).isNaN();
    assertThat(last.raw().toArray()).containsExactly(seen.get(4).raw().toArray());
    // Four overshoots end on the near side of the start, 1.1^4 times as far away.
    double beyond = 1 - Math.pow(1.1, 4);
    assertThat(last.raw().toArray())
        .containsExactly(
            new double[] {beyond * TARGET[0], beyond * TARGET[1], beyond * TARGET[2]},
            within(1e-12));
  }

  @Test
  void aCheckThatIsNotANumberNeverWins() throws InterruptedException {
    MetaObjective lost =
        new SeedObjective() {
          @Override
          public Sample differentiate(double[] raw, long seed) {
            return new Sample(1, new RawVector(new double[] {1, 0, 0}));
          }

          @Override
          public double evaluate(double[] raw, long seed) {
            return raw[0] < -2.5 ? Double.NaN : raw[0];
          }
        };
    Tuned kept = tune(settings(5, 1), new MetaOptimizer.Sgd(), lost);
    assertThat(kept.iteration()).isEqualTo(2);
    assertThat(kept.checkLoss()).isEqualTo(-2);
    assertThat(seen.get(5).checkLoss()).isInfinite();
  }

  @Test
  void runsThatDivergeAreLeftOutOfTheMean() throws InterruptedException {
    long lost = Seeds.of(11, "tune", 2);
    Tuned tuned = tune(settings(1, 1), new MetaOptimizer.Sgd(), new Bowl(0, seed -> seed == lost));
    assertThat(tuned.raw().toArray()).containsExactly(TARGET, within(1e-15));
    assertThat(seen.get(0).lossBySeed().get(2)).isInfinite();
    assertThat(seen.get(0).lossBySeed().get(1)).isFinite();
  }

  /** Training diverges beyond 1, and the derivative always points there. */
  private static MetaObjective cliff(LongPredicate survives) {
    return new SeedObjective() {
      @Override
      public Sample differentiate(double[] raw, long seed) {
        if (raw[0] > 1 && !survives.test(seed)) {
          throw new DivergenceException(3, "loss", Double.NaN);
        }
        return new Sample(-raw[0], new RawVector(new double[] {-1, 0, 0}));
      }

      @Override
      public double evaluate(double[] raw, long seed) {
        return raw[0] > 1 ? Double.POSITIVE_INFINITY : -raw[0];
      }
    };
  }

  private List<Double> iterates() {
    return seen.stream().map(iteration -> iteration.raw().toArray()[0]).toList();
  }

  @Test
  void aMoveThatLedWhereRunsDivergeIsMadeAgainHalfAsLong() throws InterruptedException {
    Tuned tuned = tune(settings(6, 0.75), new MetaOptimizer.Sgd(), cliff(seed -> false));
    // 1.5 is too far, so 0.75 + 0.375; that too, so 0.75 + 0.1875; then on, a quarter longer
    assertThat(iterates()).containsExactly(0.0, 0.75, 1.5, 1.125, 0.9375, 1.171875, 1.0546875);
    assertThat(seen.subList(0, 6))
        .extracting(TunerIteration::stepSize)
        .containsExactly(0.75, 0.75, 0.375, 0.1875, 0.234375, 0.1171875);
    assertThat(seen)
        .extracting(TunerIteration::givenUp)
        .containsExactly(false, false, true, true, false, true, false);
    assertThat(tuned.iteration()).isEqualTo(4);
  }

  @Test
  void aMoveStandsWhereMoreThanHalfOfTheRunsSurvive() throws InterruptedException {
    long lost = Seeds.of(11, "tune", 9); // of the third iterate
    tune(settings(3, 0.75), new MetaOptimizer.Sgd(), cliff(seed -> seed != lost));
    assertThat(iterates()).containsExactly(0.0, 0.75, 1.5, 2.25);
  }

  /** The loss is 1 at the start, falls, and jumps to 5 beyond 1. */
  @Test
  void runsWhoseLossJumpsAreLostToo() throws InterruptedException {
    MetaObjective jump =
        new SeedObjective() {
          @Override
          public Sample differentiate(double[] raw, long seed) {
            return new Sample(evaluate(raw, seed), new RawVector(new double[] {-1, 0, 0}));
          }

          @Override
          public double evaluate(double[] raw, long seed) {
            return raw[0] > 1 ? 5 : 1 - raw[0] / 2;
          }
        };
    tune(settings(3, 0.75), new MetaOptimizer.Sgd(), jump);
    assertThat(iterates()).containsExactly(0.0, 0.75, 1.5, 1.125);
    assertThat(seen.get(2).lossBySeed()).containsOnly(5.0);
  }

  /** The second iterate loses one of four runs; without it its mean would be the lowest. */
  @Test
  void anIterateDoesNotLookBetterForLosingItsWorstRuns() throws InterruptedException {
    long lost = Seeds.of(11, "tune", 4);
    MetaObjective lucky =
        new SeedObjective() {
          @Override
          public Sample differentiate(double[] raw, long seed) {
            if (seed == lost || raw[0] > 1.5) {
              throw new DivergenceException(3, "loss", Double.NaN);
            }
            return new Sample(1 - raw[0] / 10, new RawVector(new double[] {-1, 0, 0}));
          }

          @Override
          public double evaluate(double[] raw, long seed) {
            return 0;
          }
        };
    tune(settings(3, 1), new MetaOptimizer.Sgd(), lucky);
    assertThat(iterates()).as("from 0 again, not from 1").containsExactly(0.0, 1.0, 2.0, 0.5);
  }

  /** What is given up is given up for the best iterate so far, not for the last one. */
  @Test
  void theDescentGoesOnFromTheLowestLossSoFar() throws InterruptedException {
    MetaObjective valley =
        new SeedObjective() {
          @Override
          public Sample differentiate(double[] raw, long seed) {
            if (raw[0] > 2.5) {
              throw new DivergenceException(3, "loss", Double.NaN);
            }
            double loss = 1 + Math.abs(raw[0] - 1) / 10;
            return new Sample(loss, new RawVector(new double[] {-1, 0, 0}));
          }

          @Override
          public double evaluate(double[] raw, long seed) {
            return 0;
          }
        };
    tune(settings(4, 1), new MetaOptimizer.Sgd(), valley);
    assertThat(iterates()).containsExactly(0.0, 1.0, 2.0, 3.0, 1.5);
  }

  @Test
  void theStateOfTheMetaOptimizerGoesBackWithTheMove() throws InterruptedException {
    tune(settings(3, 0.5), new MetaOptimizer.Momentum(0.5), cliff(seed -> false));
    // velocities 1, 1.5 and again 1.5: not 1.75, as if the lost iterate had been a step
    assertThat(iterates()).containsExactly(0.0, 0.5, 1.25, 0.875);
  }

  @Test
  void whenAllRunsDivergeAtTheStartTheReasonIsTheirs() {
    assertThatExceptionOfType(DivergedTrialException.class)
        .isThrownBy(() -> tune(settings(3, 1), new MetaOptimizer.Sgd(), new Bowl(0, seed -> true)))
        .withMessageContaining("diverged at step 3: loss became NaN");
  }

  @Test
  void aHypergradientOffTheNumbersCountsAsDiverged() {
    assertThatExceptionOfType(DivergedTrialException.class)
        .isThrownBy(
            () ->
                tune(
                    settings(1, 1),
                    new MetaOptimizer.Sgd(),
                    fixed(seed -> new double[] {Double.NaN, 0, 0})))
        .withMessageContaining("the hypergradient is not finite");
  }

  @Test
  void otherFailuresAreNotSwallowed() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                tune(
                    settings(1, 1),
                    new MetaOptimizer.Sgd(),
                    fixed(
                        seed -> {
                          throw new IllegalStateException("the replay differs");
                        })))
        .withMessage("the replay differs");
  }

  @Test
  void theStepSizeFallsToZeroAlongACosine() throws InterruptedException {
    TunerSettings cosine = new TunerSettings(4, 1, 0, 1, 0.2, true, 1, 1);
    tune(cosine, new MetaOptimizer.Sgd(), bowl(0));
    double half = Math.sqrt(0.5);
    assertThat(seen.stream().mapToDouble(TunerIteration::stepSize).toArray())
        .containsExactly(
            new double[] {0.2, 0.1 * (1 + half), 0.1, 0.1 * (1 - half), 0}, within(1e-16));
    seen.clear();
    tune(new TunerSettings(4, 1, 0, 1, 0.2, false, 1, 1), new MetaOptimizer.Sgd(), bowl(0));
    assertThat(seen.stream().limit(4)).extracting(TunerIteration::stepSize).containsOnly(0.2);
  }

  @Test
  void anInterruptThatComesBeforeIsNotMissed() {
    Bowl bowl = bowl(0);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> tune(settings(1, 1), new MetaOptimizer.Sgd(), bowl));
    assertThat(bowl.tuneSeeds).isEmpty();
  }

  @Test
  void theStartIsNotModified() throws InterruptedException {
    tune(settings(3, 0.1), new MetaOptimizer.Sgd(), bowl(0));
    assertThat(START).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void stepSizeAndClipMustBePositive(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TunerSettings(1, 1, 0, 1, value, true, 1, 1))
        .withMessage("stepSize and clip must be above 0, got %s and 1.0".formatted(value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TunerSettings(1, 1, 0, 1, 1, true, value, 1));
  }

  @Test
  void countsMustBeAtLeastOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TunerSettings(0, 1, 0, 1, 1, true, 1, 1))
        .withMessageContaining("got 0, 1, 1 and 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TunerSettings(1, 1, -1, 1, 1, true, 1, 1));
  }
}
