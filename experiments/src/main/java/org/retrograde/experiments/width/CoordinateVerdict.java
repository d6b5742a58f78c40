package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.CriterionFigure.Range;

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
 * @param faults the likeliest first; empty if all passed
 */
public record CoordinateVerdict(List<CriterionFigure> figures, List<Fault> faults) {

  private static final double TOLERANCE = 0.10;
  private static final double START_TOLERANCE = 0.05;

  /** Copies the lists. */
  public CoordinateVerdict {
    figures = List.copyOf(figures);
    faults = List.copyOf(faults);
  }

  /** Judges. */
  public static CoordinateVerdict of(CoordinateSizes sizes) {
    List<CriterionFigure> figures = new ArrayList<>();
    sizes.probes().forEach(probe -> figures.add(change(sizes, probe)));
    sizes.probes().forEach(probe -> figures.add(size(sizes, probe)));
    figures.add(finite(sizes));
    sizes.of(Measure.OWN_CHANGE).forEach(series -> figures.add(ownChange(series)));
    boolean passed = figures.stream().allMatch(CriterionFigure::passed);
    return new CoordinateVerdict(figures, passed ? List.of() : faults(sizes));
  }

  /** Returns whether every figure is within its limits. */
  public boolean passed() {
    return figures.stream().allMatch(CriterionFigure::passed);
  }

  private static CriterionFigure change(CoordinateSizes sizes, Probe probe) {
    CoordinateSeries worst = steepest(sizes.of(Measure.CHANGE, probe.name()), 0);
    return figure(
        "B1",
        String.format(Locale.ROOT, "change of %s, step %d", worst.name(), worst.step()),
        worst,
        Range.around(0, TOLERANCE),
        "slope of mean |z_t - z_0|, at the step where it is steepest");
  }

  private static CriterionFigure size(CoordinateSizes sizes, Probe probe) {
    List<CoordinateSeries> all = sizes.of(Measure.SIZE, probe.name());
    if (probe.startPower() != Probe.STAYS) {
      return figure(
          "B2",
          "%s%s at the start".formatted(isOutput(sizes, probe) ? "output " : "", probe.name()),
          all.get(0),
          Range.around(probe.startPower(), START_TOLERANCE),
          "slope of mean |z_0|");
    }
    CoordinateSeries worst = steepest(all, 0);
    return figure(
        "B2",
        String.format(Locale.ROOT, "size of %s, step %d", worst.name(), worst.step()),
        worst,
        Range.around(0, TOLERANCE),
        "slope of mean |z_t|, at the step where it is steepest");
  }

  private static CriterionFigure finite(CoordinateSizes sizes) {
    return CriterionFigure.within(
        "B5",
        "runs that left the numbers",
        sizes.failures().size(),
        Range.upTo(0),
        sizes.failures().isEmpty()
            ? "every number is finite"
            : "%s: %s"
                .formatted(sizes.failures().get(0).tensor(), sizes.failures().get(0).reason()));
  }

  private static CriterionFigure ownChange(CoordinateSeries series) {
    return figure(
        "own",
        "first change by %s alone".formatted(series.name()),
        series,
        Range.around(0, TOLERANCE),
        "slope of what its first step adds to its own layer, all else being at the start");
  }

  private static CriterionFigure figure(
      String criterion, String subject, CoordinateSeries series, Range range, String explanation) {
    return series.vanishes()
        ? new CriterionFigure(
            criterion, subject, 0, range.least(), range.most(), true, "exactly 0 at every width")
        : CriterionFigure.within(criterion, subject, series.slope(), range, explanation);
  }

  /**
   * Returns the series whose slope is farthest from {@code expected}; one without a slope first.
   */
  private static CoordinateSeries steepest(List<CoordinateSeries> series, double expected) {
    return series.stream()
        .max(Comparator.comparingDouble(s -> distance(s, expected)))
        .orElseThrow(() -> new IllegalArgumentException("nothing was measured"));
  }

  private static double distance(CoordinateSeries series, double expected) {
    if (series.vanishes()) {
      return 0;
    }
    double distance = Math.abs(series.slope() - expected);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }

  /**
   * The start comes first, since the gradients of all layers follow from it; then what each tensor
   * does alone; then what is left, by layer from below; and where a run left the numbers.
   */
  private static List<Fault> faults(CoordinateSizes sizes) {
    List<Fault> faults = new ArrayList<>();
    startFault(sizes, faults);
    for (CoordinateSeries own : sizes.of(Measure.OWN_CHANGE)) {
      if (!(distance(own, 0) <= TOLERANCE)) {
        faults.add(fault(own.name(), "its own first change", own, 0));
      }
    }
    if (faults.isEmpty()) {
      for (CoordinateSeries change : sizes.of(Measure.CHANGE)) {
        if (!(distance(change, 0) <= TOLERANCE)) {
          String what =
              String.format(
                  Locale.ROOT, "the change of %s by step %d", change.name(), change.step());
          faults.add(fault(suspect(sizes, change), what, change, 0));
          break;
        }
      }
    }
    sizes.failures().stream().limit(1).forEach(faults::add);
    return faults;
  }

  /** The lowest layer whose start is off: those above follow from it. */
  private static void startFault(CoordinateSizes sizes, List<Fault> faults) {
    for (Probe probe : sizes.probes()) {
      double expected = probe.startPower();
      CoordinateSeries start = sizes.of(Measure.SIZE, probe.name()).get(0);
      double tolerance = expected == Probe.STAYS ? TOLERANCE : START_TOLERANCE;
      if (!(distance(start, expected) <= tolerance)) {
        faults.add(fault(probe.suspect(), probe.name() + " at the start", start, expected));
        return;
      }
    }
  }

  private static boolean isOutput(CoordinateSizes sizes, Probe probe) {
    return probe.equals(sizes.probes().get(sizes.probes().size() - 1));
  }

  private static String suspect(CoordinateSizes sizes, CoordinateSeries series) {
    return sizes.probes().stream()
        .filter(probe -> probe.name().equals(series.name()))
        .map(Probe::suspect)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no probe of " + series));
  }

  private static Fault fault(String tensor, String what, CoordinateSeries series, double expected) {
    String found =
        Double.isNaN(series.slope())
            ? "%s is not finite, or 0, at some widths".formatted(what)
            : String.format(
                Locale.ROOT,
                "%s goes as width^%.2f, where width^%.2f belongs",
                what,
                series.slope(),
                expected);
    return new Fault(tensor, found);
  }
}
