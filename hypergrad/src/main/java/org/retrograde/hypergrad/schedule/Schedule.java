package org.retrograde.hypergrad.schedule;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.reversible.word.Word;

/**
 * What a learning rate is multiplied by at each step of a run, as a fraction of its peak; a value
 * without state. Schedules compose: {@link #times} multiplies, {@link #then} puts one after
 * another.
 *
 * <p>Its numbers, where it has some, are the components of a public record.
 */
public interface Schedule extends Word {

  /**
   * Returns the factor of a step. Never 0, so that rates keep their logarithms.
   *
   * @param step t, in [0, T)
   * @param steps T, at least 1
   * @return above 0 and finite, and at most 1 for those that come with the program
   */
  double factor(int step, int steps);

  /**
   * Returns the momentum, or first beta, that goes with the rate of a step: the usual one, but for
   * schedules that say otherwise.
   *
   * @param usual that of the run, in (0, 1)
   * @param step t, in [0, T)
   * @param steps T, at least 1
   */
  default double momentum(double usual, int step, int steps) {
    return usual;
  }

  /** Returns the product of this and another. */
  default Schedule times(Schedule other) {
    return new Product(List.of(this, other));
  }

  /**
   * Returns this schedule, run through in the first steps, and then another one in the rest.
   *
   * @param until fraction of the steps after which the next one begins, in (0, 1); of a sequence,
   *     later than those it has
   */
  default Schedule then(double until, Schedule next) {
    return new Sequence(List.of(new Sequence.Part(this, until), new Sequence.Part(next, 1)));
  }

  /**
   * Several schedules at once, multiplied.
   *
   * @param factors at least two, multiplied in this order
   */
  record Product(List<Schedule> factors) implements Schedule {

    /** Copies the list. */
    public Product {
      factors = List.copyOf(factors);
      if (factors.size() < 2) {
        throw new IllegalArgumentException(
            "a product needs at least 2 schedules, got " + factors.size());
      }
    }

    @Override
    public String word() {
      return "times";
    }

    @Override
    public String meaning() {
      return "several schedules, multiplied";
    }

    @Override
    public double factor(int step, int steps) {
      return factors.stream()
          .mapToDouble(schedule -> schedule.factor(step, steps))
          .reduce(1, (a, b) -> a * b);
    }

    /** Each goes by what the one before it says. */
    @Override
    public double momentum(double usual, int step, int steps) {
      double momentum = usual;
      for (Schedule factor : factors) {
        momentum = factor.momentum(momentum, step, steps);
      }
      return momentum;
    }
  }

  /**
   * Several schedules one after another, each run through in a part of the steps.
   *
   * @param parts at least two, by rising ends
   */
  record Sequence(List<Part> parts) implements Schedule {

    /**
     * A part of a run.
     *
     * @param schedule its own
     * @param until fraction of the run's steps at which it ends, rounded to a step; 1 for the last
     */
    public record Part(Schedule schedule, double until) {}

    /** Copies the list and checks the ends. */
    public Sequence {
      parts = List.copyOf(parts);
      if (parts.size() < 2) {
        throw new IllegalArgumentException(
            "a sequence needs at least 2 schedules, got " + parts.size());
      }
      double begin = 0;
      for (int i = 0; i < parts.size(); i++) {
        double until = parts.get(i).until();
        boolean last = i == parts.size() - 1;
        if (last ? until != 1 : !(until > begin && until < 1)) {
          throw new IllegalArgumentException(
              "'until' must rise from above 0 to below 1, and the last schedule has none; got "
                  + parts.stream().map(Part::until).toList());
        }
        begin = until;
      }
    }

    @Override
    public String word() {
      return "then";
    }

    @Override
    public String meaning() {
      return "several schedules, one after another";
    }

    @Override
    public double factor(int step, int steps) {
      Stretch stretch = stretch(step, steps);
      return stretch.schedule().factor(step - stretch.begin(), stretch.end() - stretch.begin());
    }

    @Override
    public double momentum(double usual, int step, int steps) {
      Stretch stretch = stretch(step, steps);
      return stretch
          .schedule()
          .momentum(usual, step - stretch.begin(), stretch.end() - stretch.begin());
    }

    /** Steps that belong to one schedule. */
    private record Stretch(Schedule schedule, int begin, int end) {}

    private Stretch stretch(int step, int steps) {
      int begin = 0;
      for (Part part : parts) {
        int end = (int) Math.round(part.until() * steps);
        if (step < end) {
          return new Stretch(part.schedule(), begin, end);
        }
        begin = end;
      }
      throw new IllegalArgumentException("step must be in [0, %d), got %d".formatted(steps, step));
    }

    @Override
    public Schedule then(double until, Schedule next) {
      List<Part> longer = new ArrayList<>(parts.subList(0, parts.size() - 1));
      longer.add(new Part(parts.get(parts.size() - 1).schedule(), until));
      longer.add(new Part(next, 1));
      return new Sequence(longer);
    }
  }
}
