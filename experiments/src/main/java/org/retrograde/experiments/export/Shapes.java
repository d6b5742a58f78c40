package org.retrograde.experiments.export;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Fall;
import org.retrograde.hypergrad.schedule.Flat;
import org.retrograde.hypergrad.schedule.InversePower;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.OneCycle;
import org.retrograde.hypergrad.schedule.PowerScheduler;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Trapezoid;
import org.retrograde.hypergrad.schedule.TwoPhase;
import org.retrograde.hypergrad.schedule.Warmup;
import org.retrograde.hypergrad.schedule.Wsd;

/**
 * The schedules of exported files that have functions of their own, by the names of these; those
 * that a schedule is made of come before it.
 *
 * @param names of functions
 */
record Shapes(Map<Schedule, String> names) {

  static Shapes of(Collection<Schedule> shapes) {
    Map<Schedule, String> names = new LinkedHashMap<>();
    shapes.forEach(shape -> add(names, shape));
    return new Shapes(names);
  }

  private static void add(Map<Schedule, String> names, Schedule shape) {
    parts(shape).forEach(part -> add(names, part));
    names.putIfAbsent(shape, "shape" + (names.size() + 1));
  }

  private static List<Schedule> parts(Schedule shape) {
    if (shape instanceof Schedule.Product product) {
      return product.factors();
    }
    if (shape instanceof Schedule.Sequence sequence) {
      return sequence.parts().stream().map(Schedule.Sequence.Part::schedule).toList();
    }
    return List.of();
  }

  /** Returns whether the templates have the formula of a schedule; a user's own they have not. */
  static boolean isKnown(Schedule shape) {
    List<Schedule> parts = parts(shape);
    return parts.isEmpty()
        ? shape instanceof Flat
            || shape instanceof Linear
            || shape instanceof Cosine
            || shape instanceof OneCycle
            || shape instanceof Warmup
            || shape instanceof Wsd
            || shape instanceof Trapezoid
            || shape instanceof InversePower
            || shape instanceof TwoPhase
            || shape instanceof PowerScheduler
        : parts.stream().allMatch(Shapes::isKnown);
  }

  String name(Schedule shape) {
    return Objects.requireNonNull(names.get(shape), shape.word());
  }

  /** Returns the product of calls, which is the same in either language. */
  String product(Schedule.Product product) {
    return product.factors().stream()
        .map(factor -> name(factor) + "(t, steps)")
        .collect(Collectors.joining(" * "));
  }

  /** Returns how much of a fall is over at step t; at most 0 before it begins. */
  String passed(String t, double part) {
    return part == 0 ? "0" : "1 - (1 - %s / steps) / %s".formatted(t, part);
  }

  /**
   * Returns what is left of a rate when some of a fall has {@link #passed}.
   *
   * @param math the name of the language's functions
   */
  String fall(Fall form, double end, String math) {
    return switch (form) {
      case LINEAR -> "(1 - (1 - %s) * passed)".formatted(end);
      case EXPONENTIAL -> "%s.pow(%s, passed)".formatted(math, end);
      case ONE_MINUS_SQRT -> "(1 - (1 - %s) * %s.sqrt(passed))".formatted(end, math);
    };
  }
}
