package org.retrograde.experiments.export;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.recipe.Course;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;

/**
 * A number of an exported file: a power of the width, times a curve where it moves over the run.
 *
 * @param law with all of it that does not move
 * @param curve null where nothing moves
 */
record ExportedNumber(PowerLaw law, @Nullable Curve curve) {

  /**
   * What moves: a shape times what is interpolated between points.
   *
   * @param points values, equally spaced over t / (T - 1)
   * @param shape of the kinds that {@link Shapes#isKnown} knows
   */
  record Curve(List<Double> points, Schedule shape) {

    boolean hasShape() {
      return !shape.equals(Schedules.FLAT);
    }
  }

  static ExportedNumber constant(PowerLaw law) {
    return new ExportedNumber(law, null);
  }

  /**
   * Scales a course by a law.
   *
   * @param least value of a point
   * @param space that points are interpolated in
   * @param steps of the tuned run; where a file cannot say the course otherwise, it has a point for
   *     each
   */
  static ExportedNumber of(
      Course course, double least, Transform space, int steps, PowerLaw factor) {
    Course known = writable(course, least, space, steps);
    List<Double> points =
        new Course(1, known.shape(), known.raw(), known.points())
            .pointValues(space).stream().map(point -> Math.max(point, least)).toList();
    PowerLaw law = factor.times(known.factor());
    points.forEach(law::times); // which refuses what is no number
    if (known.isConstant()) {
      return constant(law.times(points.get(0)));
    }
    return new ExportedNumber(law, new Curve(points, known.shape()));
  }

  private static Course writable(Course course, double least, Transform space, int steps) {
    List<Double> values = course.pointValues(space);
    boolean someAreTooSmall =
        values.stream().anyMatch(value -> value < least)
            && !(course.isConstant() && course.factor() == 1);
    if (Shapes.isKnown(course.shape()) && !someAreTooSmall) {
      return course;
    }
    return Course.through(Arrays.stream(course.values(steps, space)).boxed().toList());
  }

  boolean isConstant() {
    return curve == null;
  }

  /** Returns whether nothing of it moves but its shape. */
  boolean hasOneValue() {
    return curve == null || curve.points().size() == 1;
  }

  /** Returns what moves where it {@link #hasOneValue}. */
  Schedule shape() {
    return curve == null ? Schedules.FLAT : curve.shape();
  }

  /**
   * Returns what the shape multiplies, at the start of a run, in the order of exported files.
   *
   * @param ratio the width over the base width
   */
  double first(double ratio) {
    return curve == null ? law.at(ratio) : law.at(ratio) * curve.points().get(0);
  }
}
