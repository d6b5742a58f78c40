package org.retrograde.hypergrad.rule;

import org.retrograde.reversible.word.Word;

/**
 * A rule that chooses the learning rates of a step from what training shows; a value without state.
 * What it has chosen is logged, and is an ordinary schedule afterwards ({@link RuledRun}).
 *
 * <p>Its numbers, where it has some, are the components of a public record.
 */
public interface RateRule extends Word {

  /** Returns which parameters it gives one factor of the usual rates. */
  default Shared shared() {
    return Shared.ALL;
  }

  /**
   * Begins a run.
   *
   * @param groups number of parameter groups
   */
  Chooser begin(int groups);

  /** A rule in one run, with what it keeps of earlier steps. Asked once a step, in order. */
  @FunctionalInterface
  interface Chooser {

    /**
     * Chooses the rates of a step.
     *
     * @return [group], at least 0 and finite; a new array
     */
    double[] rates(StepView view);
  }
}
