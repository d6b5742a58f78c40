package org.retrograde.experiments.tracking;

import java.util.ArrayList;
import java.util.List;

/** Collects points of some steps; numbers that are not finite are left out. */
final class Points {

  private final List<Point> all;
  private final long step;

  private Points(List<Point> all, long step) {
    this.all = all;
    this.step = step;
  }

  Points(long step) {
    this(new ArrayList<>(), step);
  }

  /** Returns the same collection for points of another step. */
  Points at(long other) {
    return new Points(all, other);
  }

  void add(String key, double value) {
    if (Double.isFinite(value)) {
      all.add(new Point(key, step, value));
    }
  }

  List<Point> all() {
    return List.copyOf(all);
  }
}
