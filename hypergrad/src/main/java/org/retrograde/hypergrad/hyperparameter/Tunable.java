package org.retrograde.hypergrad.hyperparameter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.word.Word;

/**
 * A kind of number that a config can have tuned or searched, by its word: where it enters a run,
 * and what {@link Hyperparameter}s stand for it.
 */
public interface Tunable extends Word {

  /** Returns where the values lie that a config gives. */
  Coefficient.Range range();

  /** Returns what may have a value of its own. */
  List<Per> sharings();

  /** Returns the coefficient that this is the course of over time; empty if it has none. */
  default Optional<Coefficient> overTime() {
    return Optional.empty();
  }

  /** Returns whether values are where the data are, so that no config can say where they start. */
  default boolean startsFromData() {
    return false;
  }

  /**
   * Returns whether a run depends on this through gradients alone, so that there is no derivative
   * under an optimizer that is not {@linkplain
   * org.retrograde.reversible.optimizer.Optimizer#isSmooth smooth}.
   */
  default boolean actsThroughGradients() {
    return false;
  }

  /**
   * Writes where tuning starts into settings.
   *
   * @param start the value that a config gives; null for what the settings have
   * @param base modified
   */
  void place(Placement at, @Nullable Double start, RunSettings base);

  /** Returns what is tuned: one each for most kinds, or one a parameter group. */
  List<Hyperparameter> hyperparameters(Placement at);
}
