package org.retrograde.experiments.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.UncertainFigure.Outcome;

final class SlopeJudgeTest {

  private static final double TOLERANCE = 0.10;

  private static SlopeClaim claim(double slope, double error) {
    return new SlopeClaim(
        "B1",
        "change of z1, step 1",
        new CoordinateSeries(Measure.CHANGE, "z1", 1, List.of(1.0, 2.0), slope, error),
        0,
        TOLERANCE,
        "");
  }

  /** 16 seeds, the first of the looks, one claim: 0.995 by Student's t, 15 degrees of freedom. */
  @Test
  void theMarginIsStudents() {
    double margin = new SlopeJudge(16, 1, 1).figure(claim(0, 0.01)).margin();

    assertThat(margin).isCloseTo(0.03286, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({
    "0.00, 0.07, WITHIN", // 0.23 at most
    "0.00, 0.08, UNCLEAR", // 0.26 may be a mistake
    "0.09, 0.08, UNCLEAR",
    "0.15, 0.02, WITHIN", // may be 0.08, cannot be 0.25
    "0.50, 0.13, UNCLEAR", // may be 0.07
    "-0.50, 0.11, OUTSIDE", // 0.14 at least
    "0.18, 0.01, UNCLEAR", // 0.15 to 0.21: neither
    "0.22, 0.01, OUTSIDE", // 0.19 to 0.25
    "NaN, NaN, OUTSIDE"
  })
  void chanceDecidesBetweenTheToleranceAndAMistake(double slope, double error, Outcome outcome) {
    assertThat(new SlopeJudge(16, 1, 1).outcome(claim(slope, error))).isEqualTo(outcome);
  }

  @Test
  void moreSeedsAreWorthwhileOnlyWhereChanceDecides() {
    SlopeJudge judge = new SlopeJudge(16, 1, 1);
    assertThat(judge.hangsOnSeeds(claim(0.00, 0.08))).isTrue();
    assertThat(judge.hangsOnSeeds(claim(0.18, 0.01))).isFalse();
    assertThat(judge.hangsOnSeeds(claim(0.50, 0.01))).isFalse();
  }

  @Test
  void asManySeedsAsItAsksForDecide() {
    SlopeClaim claim = claim(0.02, 0.2);
    int seeds = new SlopeJudge(16, 1, 30).seedsFor(claim);

    SlopeClaim narrower = claim(0.02, 0.2 * Math.sqrt(16.0 / seeds));
    assertThat(new SlopeJudge(seeds, 2, 30).outcome(narrower)).isEqualTo(Outcome.WITHIN);
    SlopeClaim wider = claim(0.02, 0.2 * Math.sqrt(16.0 / (seeds / 2.0)));
    assertThat(new SlopeJudge(seeds / 2, 2, 30).outcome(wider)).isEqualTo(Outcome.UNCLEAR);
  }

  /** The worst of what is right: every slope at the end of the tolerance, each on its own. */
  @Test
  void thirtyRightSlopesOverSixLooksAreSeldomFoundOff() {
    List<SlopeJudge> judges =
        IntStream.rangeClosed(1, 6).mapToObj(look -> new SlopeJudge(8 << look, look, 30)).toList();
    int wrong = 0;
    int wrongAlone = 0;
    RandomGenerator random = new Well19937c(3);
    double alone = new TDistribution(15).inverseCumulativeProbability(0.995);
    for (int check = 0; check < 500; check++) {
      boolean off = false;
      boolean offAlone = false;
      for (int claim = 0; claim < 30; claim++) {
        SummaryStatistics pulls = new SummaryStatistics();
        for (int look = 1; look <= 6; look++) {
          int seeds = 8 << look;
          while (pulls.getN() < seeds) {
            pulls.addValue(TOLERANCE + 0.2 * random.nextGaussian());
          }
          double error = pulls.getStandardDeviation() / Math.sqrt(seeds);
          SlopeClaim found = claim(pulls.getMean(), error);
          off |= judges.get(look - 1).outcome(found) == Outcome.OUTSIDE;
          offAlone |= pulls.getMean() - alone * error > TOLERANCE;
        }
      }
      wrong += off ? 1 : 0;
      wrongAlone += offAlone ? 1 : 0;
    }

    assertThat(wrong).isLessThan(5);
    // An interval of 99 % for each look and slope is not enough.
    assertThat(wrongAlone).isGreaterThan(50);
  }
}
