package org.retrograde.experiments.width;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/** What to do where a coordinate check cannot tell. */
final class CoordinateAdvice {

  private CoordinateAdvice() {}

  /** Returns what decides about the claims that are unclear; empty if none is. */
  static String of(CoordinateSizes sizes, SlopeJudge judge) {
    List<SlopeClaim> unclear =
        SlopeClaim.all(sizes).stream()
            .filter(claim -> judge.outcome(claim) == Outcome.UNCLEAR)
            .toList();
    return unclear.stream()
        .filter(judge::hangsOnSeeds)
        .max(Comparator.comparingInt(judge::seedsFor))
        .map(claim -> moreSeeds(sizes, judge, claim))
        .or(
            () ->
                unclear.stream()
                    .max(Comparator.comparingDouble(SlopeClaim::distance))
                    .map(claim -> largerNetworks(sizes, judge, claim)))
        .orElse("");
  }

  /** For the claim that needs the most. */
  private static String moreSeeds(CoordinateSizes sizes, SlopeJudge judge, SlopeClaim claim) {
    return String.format(
        Locale.ROOT,
        "with %d seeds chance may move the slope of %s by %.2f, and a mistake by as little as %.2f."
            + " --seeds=%d would likely decide; so would fewer with larger networks (--%ss, now"
            + " %s), whose slopes chance moves less.",
        sizes.seeds(),
        claim.subject(),
        judge.figure(claim).margin(),
        SlopeJudge.MISTAKE,
        judge.seedsFor(claim),
        sizes.axis().word(),
        sizes.values());
  }

  private static String largerNetworks(CoordinateSizes sizes, SlopeJudge judge, SlopeClaim claim) {
    return String.format(
        Locale.ROOT,
        "the slope of %s, %.2f +- %.2f, is off by more than %.2f and by less than a wrong rule"
            + " makes it, %.2f or more: so small networks may not be near their limit yet. Look at"
            + " larger ones (--%ss, now %s), or let outputs start smaller (--readout), as the"
            + " first errors of small networks follow them.",
        claim.subject(),
        claim.series().slope(),
        judge.figure(claim).margin(),
        claim.tolerance(),
        SlopeJudge.MISTAKE,
        sizes.axis().word(),
        sizes.values());
  }
}
