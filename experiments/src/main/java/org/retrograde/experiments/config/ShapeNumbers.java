package org.retrograde.experiments.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.ScheduleFamily;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * The numbers of schedules that may be tuned: the real ones of those that a config may set. What
 * range a number has is what its schedule takes: a number that may be negative moves freely, one
 * that may be above 1 by factors, and any other between 0 and 1.
 */
public final class ShapeNumbers {

  private static final double NEGATIVE = -1;
  private static final double ABOVE_ONE = 2;
  private static final int STEPS_OF_MOMENTUM = 100;

  private ShapeNumbers() {}

  /** Returns why some numbers of a schedule cannot be tuned; empty if they can. */
  public static Optional<String> refusal(Schedule shape, List<String> names) {
    Set<String> known = WordSettings.numbers(shape).keySet();
    if (known.isEmpty()) {
      return Optional.of(
          "%s has no numbers to tune; name one schedule that has some, such as wsd"
              .formatted(shape.word()));
    }
    Optional<String> unknown =
        names.stream()
            .filter(name -> !known.contains(name))
            .map(
                name ->
                    "%s has no number '%s'; it has: %s"
                        .formatted(shape.word(), name, String.join(", ", known)))
            .findFirst();
    return unknown.isPresent() ? unknown : atTheEnd(family(shape, names));
  }

  private static Optional<String> atTheEnd(ScheduleFamily family) {
    try {
      family.start();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns which of the numbers moves no learning rate of a run, and so cannot be tuned there;
   * empty if all do.
   *
   * @param names that are not refused
   * @param steps T
   */
  public static Optional<String> withoutEffect(Schedule shape, List<String> names, int steps) {
    ScheduleFamily family = family(shape, names);
    double[][] slopes = family.derivative(family.start(), steps);
    return IntStream.range(0, slopes.length)
        .filter(i -> Arrays.stream(slopes[i]).allMatch(slope -> slope == 0))
        .mapToObj(
            i ->
                "%s moves no learning rate of %d steps; remove it"
                    .formatted(family.numbers().get(i).name(), steps))
        .findFirst();
  }

  /** Returns whether a schedule moves the momentum, too. */
  static boolean movesMomentum(Schedule shape) {
    return IntStream.range(0, STEPS_OF_MOMENTUM)
        .anyMatch(t -> shape.momentum(0.5, t, STEPS_OF_MOMENTUM) != 0.5);
  }

  /**
   * Returns the schedules that differ from one in some of its numbers.
   *
   * @param names of numbers that it has: see {@link #refusal}
   */
  public static ScheduleFamily family(Schedule shape, List<String> names) {
    Map<String, Double> start = WordSettings.numbers(shape);
    List<ScheduleFamily.FreeNumber> numbers = new ArrayList<>();
    for (String name : names) {
      double value = start.getOrDefault(name, Double.NaN);
      numbers.add(new ScheduleFamily.FreeNumber(name, value, transform(shape, name)));
    }
    return new ScheduleFamily(numbers, values -> with(shape, names, values));
  }

  private static Transform transform(Schedule shape, String name) {
    if (takes(shape, name, NEGATIVE)) {
      return Transform.IDENTITY;
    }
    return takes(shape, name, ABOVE_ONE) ? Transform.LOG : Transform.LOGIT;
  }

  private static boolean takes(Schedule shape, String name, double value) {
    try {
      with(shape, List.of(name), List.of(value));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Schedule with(Schedule shape, List<String> names, List<Double> values) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      given.put(names.get(i), values.get(i));
    }
    return WordSettings.with(shape, given);
  }
}
