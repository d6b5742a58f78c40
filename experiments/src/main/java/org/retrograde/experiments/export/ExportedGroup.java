package org.retrograde.experiments.export;

import java.util.List;
import java.util.Map;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * One parameter group of an exported recipe: plain numbers and powers of the width.
 *
 * @param name of the group
 * @param deviation standard deviation of its start; 0 starts at 0
 * @param l2 factor of its sum of squares in the loss
 * @param clip weight of its gradient in the global norm
 * @param schedules of each coefficient that the optimizer reads
 */
record ExportedGroup(
    String name,
    PowerLaw deviation,
    PowerLaw l2,
    PowerLaw clip,
    Map<Coefficient, Schedule> schedules) {

  /**
   * A coefficient over time.
   *
   * @param points equally spaced over t / (T - 1), at the base width; one where nothing moves
   * @param exponent of the width over the base width
   */
  record Schedule(List<Double> points, double exponent) {

    /** Scales tuned numbers by a law, and keeps one of them if they are all the same. */
    static Schedule of(List<Double> tuned, PowerLaw factor) {
      List<Double> points = tuned.stream().map(value -> value * factor.atBase()).toList();
      points.stream()
          .filter(point -> !Double.isFinite(point))
          .findFirst()
          .ifPresent(
              point -> {
                throw ExportException.tooLarge(point);
              });
      boolean constant = points.stream().distinct().count() == 1;
      return new Schedule(constant ? points.subList(0, 1) : points, factor.exponent());
    }

    boolean isConstant() {
      return points.size() == 1;
    }
  }

  Schedule schedule(Coefficient coefficient) {
    Schedule schedule = schedules.get(coefficient);
    if (schedule == null) {
      throw new IllegalArgumentException(name + " has no " + coefficient.label());
    }
    return schedule;
  }
}
