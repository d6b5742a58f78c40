package org.retrograde.reports.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Common seeds are compared one by one; without any, the means are. */
final class SeedDifferenceTest {

  private static final Map<Long, Double> FIRST = Map.of(1L, 10.0, 2L, 20.0, 3L, 30.0);

  @Test
  void commonSeedsArePairedWhateverElseThereIs() {
    SeedDifference difference =
        SeedDifference.of(FIRST, Map.of(3L, 31.0, 2L, 22.0, 1L, 13.0, 9L, 1e9));
    assertThat(difference.paired()).isTrue();
    assertThat(difference.seeds()).isEqualTo(3);
    assertThat(difference.mean()).isEqualTo(2);
    assertThat(difference.halfWidth()).isCloseTo(4.303 / Math.sqrt(3), within(1e-12));
    assertThat(difference.verdict(true)).isEqualTo(SeedVerdict.WITHIN_SPREAD);
    assertThat(difference.overWords()).isEqualTo("3 common seeds");
  }

  /** The control: the same values unpaired are lost in the spread of the seeds. */
  @Test
  void pairingTellsApartWhatUnpairedMeansDoNot() {
    Map<Long, Double> better = Map.of(1L, 10.9, 2L, 21.0, 3L, 31.1);
    assertThat(SeedDifference.of(FIRST, better).verdict(true)).isEqualTo(SeedVerdict.BETTER);
    assertThat(SeedDifference.of(FIRST, better).verdict(false)).isEqualTo(SeedVerdict.WORSE);
    Map<Long, Double> elsewhere = Map.of(4L, 10.9, 5L, 21.0, 6L, 31.1);
    assertThat(SeedDifference.of(FIRST, elsewhere).verdict(true))
        .isEqualTo(SeedVerdict.WITHIN_SPREAD);
  }

  @Test
  void unpairedMeansHaveTheIntervalOfWelch() {
    SeedDifference difference =
        SeedDifference.of(
            Map.of(1L, 1.0, 2L, 2.0, 3L, 3.0), Map.of(4L, 10.0, 5L, 14.0, 6L, 12.0, 7L, 12.0));
    assertThat(difference.paired()).isFalse();
    assertThat(difference.mean()).isEqualTo(10);
    // Variances 1 / 3 and (8 / 3) / 4 = 2 / 3: one in all, freedom 1 / (1/18 + 4/27) = 4.9, so 4.
    assertThat(difference.halfWidth()).isCloseTo(2.776, within(1e-9));
    assertThat(difference.overWords()).isEqualTo("no common seeds, unpaired over 7");
  }

  @Test
  void whatDivergedIsCountedAndInNoMean() {
    SeedDifference difference =
        SeedDifference.of(FIRST, Map.of(1L, 11.0, 2L, Double.POSITIVE_INFINITY, 3L, 31.0));
    assertThat(difference.mean()).isEqualTo(1);
    assertThat(difference.overWords()).isEqualTo("2 common seeds, 1 diverged");
  }

  @Test
  void oneSeedHasNoInterval() {
    SeedDifference one = SeedDifference.of(FIRST, Map.of(2L, 25.0));
    assertThat(one.halfWidth()).isNaN();
    assertThat(one.verdict(false)).isEqualTo(SeedVerdict.NO_SPREAD);
    assertThat(one.overWords()).isEqualTo("1 common seed");
    assertThat(SeedDifference.of(Map.of(1L, 1.0), Map.of(2L, 25.0)).verdict(false))
        .isEqualTo(SeedVerdict.NO_SPREAD);
    assertThat(SeedDifference.of(FIRST, Map.of()).mean()).isNaN();
  }

  @Test
  void theSameValuesAreToldApartByNoSeeds() {
    SeedDifference none = SeedDifference.of(FIRST, FIRST);
    assertThat(none.mean()).isZero();
    assertThat(none.verdict(true)).isEqualTo(SeedVerdict.WITHIN_SPREAD);
  }
}
