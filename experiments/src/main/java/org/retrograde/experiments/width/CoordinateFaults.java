package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.Coordinates.Fault;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/**
 * Names the tensors at fault.
 *
 * <p>The start comes first, since the gradients of all layers follow from it; then what each tensor
 * does alone; then what is left, by layer from below; and where a run left the numbers.
 */
final class CoordinateFaults {

  private final CoordinateSizes sizes;
  private final SlopeJudge judge;
  private final List<Fault> faults = new ArrayList<>();

  private CoordinateFaults(CoordinateSizes sizes, SlopeJudge judge) {
    this.sizes = sizes;
    this.judge = judge;
  }

  /** Returns what is at fault, the likeliest first. */
  static List<Fault> of(CoordinateSizes sizes, SlopeJudge judge) {
    CoordinateFaults found = new CoordinateFaults(sizes, judge);
    found.start();
    found.ownChanges();
    if (found.faults.isEmpty()) {
      found.changes();
    }
    sizes.failures().stream().limit(1).forEach(found.faults::add);
    return found.faults;
  }

  /** The lowest layer whose start is off: those above follow from it. */
  private void start() {
    for (Probe probe : sizes.probes()) {
      SlopeClaim start = SlopeClaim.sizes(sizes, probe).get(0);
      if (judge.outcome(start) == Outcome.OUTSIDE) {
        faults.add(fault(probe.suspect(), probe.name() + " at the start", start));
        return;
      }
    }
  }

  private void ownChanges() {
    for (SlopeClaim own : SlopeClaim.ownChanges(sizes)) {
      if (judge.outcome(own) == Outcome.OUTSIDE) {
        faults.add(fault(own.series().name(), "its own first change", own));
      }
    }
  }

  private void changes() {
    for (Probe probe : sizes.probes()) {
      for (SlopeClaim change : SlopeClaim.changes(sizes, probe)) {
        if (judge.outcome(change) == Outcome.OUTSIDE) {
          CoordinateSeries series = change.series();
          String what =
              String.format(
                  Locale.ROOT, "the change of %s by step %d", series.name(), series.step());
          faults.add(fault(probe.suspect(), what, change));
          return;
        }
      }
    }
  }

  private Fault fault(String tensor, String what, SlopeClaim claim) {
    String found =
        Double.isNaN(claim.series().slope())
            ? "%s is not finite, or 0, at some %ss".formatted(what, sizes.axis().word())
            : String.format(
                Locale.ROOT,
                "%s goes as %s^%.2f, where %s^%.2f belongs",
                what,
                sizes.axis().word(),
                claim.series().slope(),
                sizes.axis().word(),
                claim.power());
    return new Fault(tensor, found);
  }
}
