package org.retrograde.hypergrad.hyperparameter;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * Schedules that differ in some numbers, such as the fraction over which they fall, each of which
 * may be tuned. Any schedule will do, one's own too: how its factors depend on the numbers is found
 * by differences of fourth order, to some 12 digits. Within 0.002 of a corner, such as the step
 * where a fall begins, it is a mean of the two slopes, with weights that may go a little beyond
 * them.
 */
public final class ScheduleFamily {

  /** Of a raw number: the error of the differences is near that of rounding. */
  private static final double SPACING = 1e-3;

  private final List<FreeNumber> numbers;
  private final Function<List<Double>, Schedule> made;

  /**
   * A number that tells schedules of a family apart.
   *
   * @param name for people
   * @param start its value where tuning starts
   * @param transform from the raw number that is tuned
   */
  public record FreeNumber(String name, double start, Transform transform) {}

  /**
   * Makes a family.
   *
   * @param numbers at least one
   * @param made the schedule of their values, in this order
   */
  public ScheduleFamily(List<FreeNumber> numbers, Function<List<Double>, Schedule> made) {
    this.numbers = List.copyOf(numbers);
    this.made = made;
  }

  /** Returns the family of what becomes of each schedule. */
  public ScheduleFamily then(UnaryOperator<Schedule> change) {
    return new ScheduleFamily(numbers, values -> change.apply(made.apply(values)));
  }

  /** Returns the numbers. */
  public List<FreeNumber> numbers() {
    return numbers;
  }

  /**
   * Returns the raw numbers where tuning starts.
   *
   * @throws IllegalArgumentException if one lies at the end of its range, where it cannot move
   */
  public double[] start() {
    return numbers.stream().mapToDouble(ScheduleFamily::raw).toArray();
  }

  private static double raw(FreeNumber number) {
    try {
      return number.transform().raw(number.start());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s of a schedule cannot be tuned from %s, the end of its range; start it inside"
              .formatted(number.name(), number.start()),
          e);
    }
  }

  /**
   * Returns the schedule of raw numbers.
   *
   * @throws IllegalArgumentException if there is none, as numbers may bound each other
   */
  public Schedule at(double[] raw) {
    return made.apply(values(raw));
  }

  /** Returns the values of raw numbers. */
  public List<Double> values(double[] raw) {
    return IntStream.range(0, numbers.size())
        .mapToObj(i -> numbers.get(i).transform().value(raw[i]))
        .toList();
  }

  /**
   * Returns how the factors of all steps depend on the raw numbers.
   *
   * @param steps T
   * @return [number][step]
   */
  public double[][] derivative(double[] raw, int steps) {
    return IntStream.range(0, numbers.size())
        .mapToObj(i -> derivative(raw, i, steps))
        .toArray(double[][]::new);
  }

  private double[] derivative(double[] raw, int number, int steps) {
    double[] near = difference(raw, number, SPACING, steps);
    double[] far = difference(raw, number, 2 * SPACING, steps);
    return IntStream.range(0, steps).mapToDouble(t -> (4 * near[t] - far[t]) / 3).toArray();
  }

  private double[] difference(double[] raw, int number, double spacing, int steps) {
    Schedule above = at(moved(raw, number, spacing));
    Schedule below = at(moved(raw, number, -spacing));
    return IntStream.range(0, steps)
        .mapToDouble(t -> (above.factor(t, steps) - below.factor(t, steps)) / (2 * spacing))
        .toArray();
  }

  private static double[] moved(double[] raw, int number, double by) {
    double[] moved = raw.clone();
    moved[number] += by;
    return moved;
  }
}
