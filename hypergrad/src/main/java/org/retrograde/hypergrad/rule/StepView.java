package org.retrograde.hypergrad.rule;

/**
 * What a rule sees of one step, before it is taken. Arrays are indexed [group][element, row by row]
 * and are the rule's to keep or to change, but for {@link #gradient} and {@link #weights}, which it
 * shares with those that ask after it.
 *
 * <p>Losses and gradients at other places count as evaluations of the loss, beside the one that the
 * step has anyway.
 */
public interface StepView {

  /** Returns t, from 0. */
  int step();

  /** Returns T. */
  int steps();

  /**
   * Returns the rates that the run's settings have for this step, [group]: what a rule multiplies
   * or replaces.
   */
  double[] usual();

  /** Returns the training loss of the step at the weights. */
  double loss();

  /** Returns the weights before the step. Not to be modified. */
  double[][] weights();

  /** Returns the gradient there, before a clip. Not to be modified. */
  double[][] gradient();

  /** Returns the training loss of the step, on the same minibatch, at other weights. */
  double lossAt(double[][] weights);

  /**
   * Returns the gradient of the training loss of any step at any weights.
   *
   * @param batch whose minibatch, in [0, T)
   */
  double[][] gradientAt(int batch, double[][] weights);
}
