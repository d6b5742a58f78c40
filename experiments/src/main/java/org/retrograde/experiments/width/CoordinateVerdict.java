package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/**
 * Judges a coordinate check by slopes, and names the tensor at fault. A size that is exactly 0 at
 * every width counts as one that follows the width as it should.
 *
 * <ul>
 *   <li>B1: no change since the start grows or shrinks with width.
 *   <li>B2: the output shrinks as width^-1/2 at the start, since its weights are independent of
 *       what is below, or as whatever power its probe says; hidden layers keep their size.
 *   <li>B5: every number is finite.
 *   <li>own: no tensor's own first change grows or shrinks with width.
 * </ul>
 *
 * @param figures the criteria, with what was found
 * @param faults the likeliest first; empty if none was found
 * @param advice what to do where it cannot be told whether there is one; empty otherwise
 */
public record CoordinateVerdict(List<UncertainFigure> figures, List<Fault> faults, String advice) {

  /** Copies the lists. */
  public CoordinateVerdict {
    figures = List.copyOf(figures);
    faults = List.copyOf(faults);
  }

  /** Judges. */
  public static CoordinateVerdict of(CoordinateSizes sizes) {
    SlopeJudge judge = judge(sizes);
    List<UncertainFigure> figures = new ArrayList<>();
    sizes.probes().forEach(p -> figures.add(worst(judge, SlopeClaim.changes(sizes, p))));
    sizes.probes().forEach(p -> figures.add(worst(judge, SlopeClaim.sizes(sizes, p))));
    figures.add(finite(sizes));
    SlopeClaim.ownChanges(sizes).forEach(claim -> figures.add(judge.figure(claim)));
    boolean failed = figures.stream().anyMatch(f -> f.outcome() == Outcome.OUTSIDE);
    return new CoordinateVerdict(
        figures,
        failed ? CoordinateFaults.of(sizes, judge) : List.of(),
        failed ? "" : CoordinateAdvice.of(sizes, judge));
  }

  /** Returns whether more seeds may change the outcome; not where a run has left the numbers. */
  static boolean hangsOnSeeds(CoordinateSizes sizes) {
    return sizes.failures().isEmpty()
        && SlopeClaim.all(sizes).stream().anyMatch(judge(sizes)::hangsOnSeeds);
  }

  /** Returns whether every figure is within its limits. */
  public boolean passed() {
    return figures.stream().allMatch(figure -> figure.outcome() == Outcome.WITHIN);
  }

  private static SlopeJudge judge(CoordinateSizes sizes) {
    return new SlopeJudge(sizes.seeds(), sizes.look(), SlopeClaim.all(sizes).size());
  }

  private static UncertainFigure worst(SlopeJudge judge, List<SlopeClaim> steps) {
    return steps.stream()
        .max(
            Comparator.comparing(judge::outcome)
                .thenComparingDouble(claim -> claim.distance())) // NaN counts as the largest
        .map(judge::figure)
        .orElseThrow(() -> new IllegalArgumentException("nothing was measured"));
  }

  private static UncertainFigure finite(CoordinateSizes sizes) {
    int failures = sizes.failures().size();
    return new UncertainFigure(
        "B5",
        "runs that left the numbers",
        failures,
        0,
        Double.NEGATIVE_INFINITY,
        0,
        failures == 0 ? Outcome.WITHIN : Outcome.OUTSIDE,
        failures == 0
            ? "every number is finite"
            : "%s: %s"
                .formatted(sizes.failures().get(0).tensor(), sizes.failures().get(0).reason()));
  }
}
