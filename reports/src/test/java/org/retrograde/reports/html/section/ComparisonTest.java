package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.html.element.Spread;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.TransferRun;

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

    Spread change = comparison.change("tuned", "flat", 64, Metric.VALIDATION_LOSS);

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

    Spread change = comparison.change("tuned", "flat", 64, Metric.VALIDATION_LOSS);

    assertThat(change.count()).isEqualTo(1);
    assertThat(change.mean()).isCloseTo(-10, within(1e-12));
    assertThat(change.deviation()).isNaN();
    assertThat(comparison.diverged("tuned", 64, Metric.VALIDATION_LOSS)).isEqualTo(1);
  }

  @Test
  void gainsAreAgainstTheFirstUntunedArm() {
    Comparison comparison = comparison(run("decay", 1, 1), run("flat", 1, 2), run("tuned", 1, 1));

    assertThat(comparison.arms()).containsExactly("tuned", "flat", "decay");
    assertThat(comparison.baseline()).isEqualTo(Optional.of("flat"));
    assertThat(comparison.tunedArm()).isEqualTo(Optional.of("tuned"));
    assertThat(comparison.bestUntuned(64, Metric.VALIDATION_LOSS)).isEqualTo(Optional.of("decay"));
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
