package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.TransferRun;
import org.retrograde.reports.statistics.SeedVerdict;
import org.retrograde.reports.statistics.Spread;

final class ComparisonTest {

  private static final List<ArmDescription> ARMS =
      List.of(
          new ArmDescription("tuned", "", "", true),
          new ArmDescription("flat", "", "", false),
          new ArmDescription("decay", "", "", false));

  @Test
  void theChangeIsThePairedOneAndNotThatOfTheMeans() {
    Comparison comparison =
        comparison(
            run("flat", 1, 1.0), run("flat", 2, 4.0), run("tuned", 1, 0.5), run("tuned", 2, 3.0));

    Spread change = comparison.change("tuned", "flat", 64, ComparedFigure.VALIDATION_LOSS);

    // By seed: -50 % and -25 %. The means alone, 2.5 and 1.75, would give -30 %.
    assertThat(change.mean()).isCloseTo(-37.5, within(1e-12));
    assertThat(change.deviation()).isCloseTo(12.5 * Math.sqrt(2), within(1e-12));
    assertThat(change.count()).isEqualTo(2);
  }

  @Test
  void aSeedThatOneArmLostIsNoPair() {
    Comparison comparison =
        comparison(
            run("flat", 1, 1.0),
            run("flat", 2, 1.0),
            run("flat", 3, Double.NaN),
            run("tuned", 1, 0.9),
            diverged("tuned", 2),
            run("tuned", 3, 0.1),
            run("tuned", 4, 0.1));

    Spread change = comparison.change("tuned", "flat", 64, ComparedFigure.VALIDATION_LOSS);

    assertThat(change.count()).isEqualTo(1);
    assertThat(change.mean()).isCloseTo(-10, within(1e-12));
    assertThat(change.deviation()).isNaN();
    assertThat(comparison.diverged("tuned", 64, ComparedFigure.VALIDATION_LOSS)).isEqualTo(1);
  }

  @Test
  void gainsAreAgainstTheUntunedArmWithTheLeastMean() {
    Comparison comparison = comparison(run("decay", 1, 1), run("flat", 1, 2), run("tuned", 1, 1));

    assertThat(comparison.arms()).containsExactly("tuned", "flat", "decay");
    assertThat(comparison.tunedArm()).isEqualTo(Optional.of("tuned"));
    assertThat(comparison.untuned(64, ComparedFigure.VALIDATION_LOSS))
        .containsExactly("decay", "flat");
    assertThat(gain(comparison).rival()).isEqualTo("decay");
  }

  @Test
  void anUntunedArmThatLostASeedIsNotTheBest() {
    Comparison comparison =
        comparison(
            run("decay", 1, 1),
            diverged("decay", 2),
            run("flat", 1, 2),
            run("flat", 2, 2),
            run("tuned", 1, 1));

    assertThat(gain(comparison).rival()).isEqualTo("flat");
  }

  @Test
  void aGainThatTheSeedsDoNotBearOutIsNone() {
    // Changes of -50 % and +40 %: a mean of -5 %, far within its interval.
    Gain within =
        gain(
            comparison(
                run("flat", 1, 1), run("flat", 2, 1), run("tuned", 1, 0.5), run("tuned", 2, 1.4)));
    assertThat(within.verdict()).isEqualTo(SeedVerdict.WITHIN_SPREAD);
    assertThat(within.words()).isEqualTo("no gain beyond the spread of seeds");
    assertThat(within.tone()).isEqualTo(Tone.PLAIN);

    Gain clear = gain(comparison(threeSeeds(0.50, 0.51, 0.49)));
    assertThat(clear.verdict()).isEqualTo(SeedVerdict.BETTER);
    assertThat(clear.tone()).isEqualTo(Tone.GOOD);

    assertThat(gain(comparison(threeSeeds(1.50, 1.51, 1.49))).verdict())
        .isEqualTo(SeedVerdict.WORSE);
  }

  @Test
  void oneSeedHasNoSpreadToJudgeBy() {
    Gain gain = gain(comparison(run("flat", 1, 1), run("tuned", 1, 0.5)));

    assertThat(gain.verdict()).isEqualTo(SeedVerdict.NO_SPREAD);
    assertThat(gain.words()).isEqualTo("one seed: no spread to judge by");
  }

  @Test
  void theHeadingClaimsNoMoreThanTheSeedsBearOut() {
    assertThat(claim(threeSeeds(0.50, 0.51, 0.49)))
        .isEqualTo("Tuned settings beat the best untuned arm at width 64");
    assertThat(claim(threeSeeds(0.50, 1.60, 0.80)))
        .isEqualTo(
            "Tuned settings gain nothing beyond the spread of seeds over the best untuned arm");
    assertThat(claim(threeSeeds(1.50, 1.51, 1.49)))
        .isEqualTo("Tuned settings are worse than the best untuned arm at width 64");
    assertThat(claim(run("flat", 1, 1), run("tuned", 1, 0.5)))
        .isEqualTo("One seed an arm: there is no spread to judge tuned settings by");
  }

  private static String claim(TransferRun... runs) {
    return new TransferClaim(comparison(runs)).words();
  }

  /** A flat arm with a loss of 1 on each of three seeds, and a tuned one. */
  private static TransferRun[] threeSeeds(double first, double second, double third) {
    return new TransferRun[] {
      run("flat", 1, 1),
      run("flat", 2, 1),
      run("flat", 3, 1),
      run("tuned", 1, first),
      run("tuned", 2, second),
      run("tuned", 3, third)
    };
  }

  private static Gain gain(Comparison comparison) {
    return comparison.gain(64, ComparedFigure.VALIDATION_LOSS).orElseThrow();
  }

  @Test
  void anArmThatNobodyDescribedIsShownLastAsUntuned() {
    Comparison comparison = comparison(run("stranger", 1, 1), run("flat", 1, 2));

    assertThat(comparison.arms()).containsExactly("flat", "stranger");
    assertThat(comparison.tuned("stranger")).isFalse();
  }

  private static Comparison comparison(TransferRun... runs) {
    return new Comparison(List.of(runs), ARMS);
  }

  private static TransferRun run(String arm, long seed, double loss) {
    return new TransferRun(arm, 64, seed, loss, loss, loss, 0.1, 0.1, false);
  }

  private static TransferRun diverged(String arm, long seed) {
    return new TransferRun(arm, 64, seed, 7, 7, 7, 0.9, 0.9, true);
  }
}
