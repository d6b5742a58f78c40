package org.retrograde.reports.record;

import java.util.List;
import java.util.Locale;

/**
 * Hypergradients along one axis of size.
 *
 * @param axis what grows
 * @param network what is trained, in words
 * @param batch rows of a step
 * @param forwardExponent slope of log time forward against log size, by least squares; NaN if there
 *     are fewer than two points
 * @param backExponent the same for the way back
 * @param points in the order of size
 */
public record GrowthSeries(
    Axis axis,
    String network,
    int batch,
    double forwardExponent,
    double backExponent,
    List<GrowthPoint> points) {

  /** What grows. */
  public enum Axis {
    /** The number of steps, at a fixed number of parameters. */
    STEPS,
    /** The number of parameters, at a fixed number of steps. */
    PARAMETERS;

    /** Returns what it counts, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the place of a point on this axis. */
    public long of(GrowthPoint point) {
      return this == STEPS ? point.steps() : point.parameters();
    }
  }

  /** Copies the list. */
  public GrowthSeries {
    points = List.copyOf(points);
  }
}
