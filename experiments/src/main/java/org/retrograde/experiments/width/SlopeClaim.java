package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.models.network.architecture.Probe;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;

/**
 * That a size goes as a power of the width, as it does under a right parametrization.
 *
 * @param criterion short name, as docs/mup.md lists them
 * @param subject for people
 * @param series what was measured
 * @param power of the width that belongs there
 * @param tolerance by which networks of finite width may differ from that power
 * @param explanation what the slope is of
 */
record SlopeClaim(
    String criterion,
    String subject,
    CoordinateSeries series,
    double power,
    double tolerance,
    String explanation) {

  private static final double TOLERANCE = 0.10;
  private static final double START_TOLERANCE = 0.05;

  /** Returns how far the slope is from where it belongs, 0 if there is nothing; may be NaN. */
  double distance() {
    return series.vanishes() ? 0 : Math.abs(series.slope() - power);
  }

  /** Returns that what a probe sees changes as it should with the width: one claim a step. */
  static List<SlopeClaim> changes(CoordinateSizes sizes, Probe probe) {
    return sizes.of(Measure.CHANGE, probe.name()).stream()
        .map(
            series ->
                new SlopeClaim(
                    "B1",
                    String.format(
                        Locale.ROOT, "change of %s, step %d", series.name(), series.step()),
                    series,
                    sizes.changePower(series.name()),
                    TOLERANCE,
                    "slope of mean |z_t - z_0|, at the step where it is farthest off"))
        .toList();
  }

  /**
   * Returns that what a probe sees has the size that it should: at the start, and at every step if
   * it is meant to keep it.
   */
  static List<SlopeClaim> sizes(CoordinateSizes sizes, Probe probe) {
    List<CoordinateSeries> all = sizes.of(Measure.SIZE, probe.name());
    double start = sizes.axis().startPower(probe);
    if (start != Probe.STAYS) {
      boolean output = probe.equals(sizes.probes().get(sizes.probes().size() - 1));
      return List.of(
          new SlopeClaim(
              "B2",
              "%s%s at the start".formatted(output ? "output " : "", probe.name()),
              all.get(0),
              start,
              START_TOLERANCE,
              "slope of mean |z_0|"));
    }
    return all.stream()
        .map(
            series ->
                new SlopeClaim(
                    "B2",
                    String.format(Locale.ROOT, "size of %s, step %d", series.name(), series.step()),
                    series,
                    Probe.STAYS,
                    TOLERANCE,
                    "slope of mean |z_t|, at the step where it is farthest off"))
        .toList();
  }

  /** Returns that the first step of each tensor alone moves its layer as it should. */
  static List<SlopeClaim> ownChanges(CoordinateSizes sizes) {
    return sizes.of(Measure.OWN_CHANGE).stream()
        .map(
            series ->
                new SlopeClaim(
                    "own",
                    "first change by %s alone".formatted(series.name()),
                    series,
                    sizes.changePower(series.name()),
                    TOLERANCE,
                    "slope of what its first step adds to its own layer, all else being at the"
                        + " start"))
        .toList();
  }

  /** Returns every claim: changes and sizes from the inputs up, then what tensors do alone. */
  static List<SlopeClaim> all(CoordinateSizes sizes) {
    List<SlopeClaim> claims = new ArrayList<>();
    sizes.probes().forEach(probe -> claims.addAll(changes(sizes, probe)));
    sizes.probes().forEach(probe -> claims.addAll(sizes(sizes, probe)));
    claims.addAll(ownChanges(sizes));
    return claims;
  }
}
