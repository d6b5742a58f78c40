package org.retrograde.hypergrad.schedule;

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
}
