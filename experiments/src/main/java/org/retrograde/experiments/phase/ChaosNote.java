package org.retrograde.experiments.phase;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.retrograde.hypergrad.check.AdjointGrowth;
import org.retrograde.hypergrad.trial.Derivative;

/**
 * Says that tuning went by hypergradients from beyond the edge of chaos, where a clip makes them
 * look like any others.
 *
 * @param lengths of the hypergradients that tuning went by
 * @param clip largest length of one; 0 if there is none
 */
record ChaosNote(Lengths lengths, double clip) {

  /**
   * Hypergradients of single runs.
   *
   * @param runs how many there are
   * @param clipped how many were longer than the clip
   * @param longest the length of the longest before that
   */
  record Lengths(int runs, int clipped, double longest) {}

  /**
   * Returns the note; empty if neither place is beyond the edge.
   *
   * @param atStart hypergradients where tuning began, one a seed
   * @param atTuned and where it ended
   */
  Optional<String> of(List<Derivative.Found> atStart, List<Derivative.Found> atTuned) {
    AdjointGrowth start = mean(atStart);
    AdjointGrowth tuned = mean(atTuned);
    if (!start.isChaotic() && !tuned.isChaotic()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
                Locale.ROOT,
                "Beyond the edge of chaos: |d_x| grows by %.1f decades toward the first step where"
                    + " tuning began, and by %.1f where it ended; from %.0f decades on"
                    + " hypergradients say little of the loss.",
                start.decades(),
                tuned.decades(),
                AdjointGrowth.LIMIT)
            + clipping()
            + " A smaller learning rate or a warm-up usually helps; see the command check.");
  }

  private String clipping() {
    return lengths.clipped == 0
        ? ""
        : String.format(
            Locale.ROOT,
            " Of %d that tuning went by, %d were shortened to tune.clip, %s; the longest was %.1e"
                + " times that.",
            lengths.runs,
            lengths.clipped,
            clip,
            lengths.longest / clip);
  }

  private static AdjointGrowth mean(List<Derivative.Found> hypergradients) {
    return new AdjointGrowth(
        hypergradients.stream()
            .mapToDouble(found -> AdjointGrowth.of(found.adjointNorms()).decades())
            .average()
            .orElse(0));
  }
}
