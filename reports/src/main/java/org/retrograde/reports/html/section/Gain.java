package org.retrograde.reports.html.section;

import java.util.List;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.statistics.SeedVerdict;
import org.retrograde.reports.statistics.Spread;

/**
 * What a tuned arm has gained over the best untuned one at some width.
 *
 * @param tuned the tuned arm
 * @param untuned the others that finished a run, the best first; at least one
 * @param change of the tuned arm against the best untuned one in percent, paired by seed; below 0
 *     is a gain
 * @param lost how many runs of the tuned arm diverged
 */
record Gain(String tuned, List<String> untuned, Spread change, long lost) {

  Gain {
    untuned = List.copyOf(untuned);
  }

  /** The arm that it is compared with. */
  String rival() {
    return untuned.get(0);
  }

  SeedVerdict verdict() {
    return SeedVerdict.of(change, false);
  }

  /** Good news only where the seeds bear it and none of them was lost. */
  Tone tone() {
    return Tone.of(verdict(), lost);
  }

  /** The verdict in words. */
  String words() {
    return switch (verdict()) {
      case BETTER -> "a gain over the best untuned arm";
      case WITHIN_SPREAD -> "no gain beyond the spread of seeds";
      case WORSE -> "worse than the best untuned arm";
      case NO_SPREAD ->
          change.count() == 1 ? "one seed: no spread to judge by" : "no seed that both finished";
    };
  }
}
