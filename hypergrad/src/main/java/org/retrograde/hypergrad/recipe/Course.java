package org.retrograde.hypergrad.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.Knot;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.schedule.Flat;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;

/**
 * How a coefficient of one parameter group moves over a run of any number of steps: {@code factor *
 * s(t / T) *} what is interpolated between equally spaced points over {@code t / (T - 1)}.
 *
 * <p>Points are what was tuned, so that a run of the tuned length has the bits of the tuned one:
 * raw numbers (logarithms, log odds) where raw numbers were, values otherwise. Either are
 * interpolated as raw numbers.
 *
 * @param factor of all of it, such as a layer's
 * @param shape s, which is evaluated for the steps of the run; a product is without factors of 1
 * @param raw whether points are raw numbers, not values
 * @param points at least one
 */
public record Course(double factor, Schedule shape, boolean raw, List<Double> points) {

  /** Copies the points. */
  public Course {
    shape = simple(shape);
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a course needs at least one point");
    }
  }

  /** Makes the course through values; one of them is enough where all are the same. */
  public static Course through(List<Double> values) {
    boolean still = values.stream().distinct().count() == 1;
    return new Course(1, Schedules.FLAT, false, still ? values.subList(0, 1) : values);
  }

  /**
   * Makes the course of each group through rows of values.
   *
   * @param rows [point][group], at least one, of the same length
   */
  public static List<Course> ofRows(List<List<Double>> rows) {
    List<Course> courses = new ArrayList<>();
    for (int g = 0; g < rows.get(0).size(); g++) {
      int group = g;
      courses.add(through(rows.stream().map(row -> row.get(group)).toList()));
    }
    return courses;
  }

  private static Schedule simple(Schedule shape) {
    if (shape instanceof Flat) {
      return Schedules.FLAT;
    }
    if (!(shape instanceof Schedule.Product product)) {
      return shape;
    }
    List<Schedule> factors =
        product.factors().stream()
            .map(Course::simple)
            .filter(factor -> !factor.equals(Schedules.FLAT))
            .toList();
    return switch (factors.size()) {
      case 0 -> Schedules.FLAT;
      case 1 -> factors.get(0);
      default -> new Schedule.Product(factors);
    };
  }

  /** Returns whether the same value stands at every step of any run. */
  public boolean isConstant() {
    return points.size() == 1 && shape.equals(Schedules.FLAT);
  }

  /**
   * Returns the same with more in its points.
   *
   * @param numbers one a point, or none
   */
  Course plus(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return this;
    }
    return new Course(
        factor,
        shape,
        raw,
        IntStream.range(0, points.size()).mapToObj(k -> points.get(k) + numbers.get(k)).toList());
  }

  /**
   * Returns the values of a run.
   *
   * @param steps T, at least 1
   * @param space that points are interpolated in
   * @return [step]
   */
  public double[] values(int steps, Transform space) {
    double[] values = new double[steps];
    for (int t = 0; t < steps; t++) {
      double time = steps == 1 ? 0 : (double) t / (steps - 1);
      // In this order: it is that of the settings which were tuned, whose bits are wanted.
      values[t] = factor * shape.factor(t, steps) * between(time, space);
    }
    return values;
  }

  private double between(double time, Transform space) {
    Knot knot = Knot.at(time, points.size());
    double left = points.get(knot.left());
    double right = points.get(knot.right(points.size()));
    if (raw) {
      return space.value((1 - knot.fraction()) * left + knot.fraction() * right);
    }
    if (knot.fraction() == 0 || left == right) {
      return left; // also where it has no finite raw number, such as a weight decay of 0
    }
    return space.value(
        (1 - knot.fraction()) * space.raw(left) + knot.fraction() * space.raw(right));
  }

  /**
   * Returns the points as values, without the shape: what they are, times the factor.
   *
   * @param space that points are interpolated in
   */
  public List<Double> pointValues(Transform space) {
    return points.stream().map(point -> factor * (raw ? space.value(point) : point)).toList();
  }
}
