package org.retrograde.hypergrad.meta;

/** The final loss as a function of raw hyperparameters and a seed. Called from several threads. */
public interface MetaObjective {

  /**
   * Trains and differentiates.
   *
   * @param raw not modified
   * @param seed of initial weights and batches
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  Sample differentiate(double[] raw, long seed);

  /** Trains and returns the final loss alone; infinite if the run leaves the numbers. */
  double evaluate(double[] raw, long seed);

  /**
   * One training run, differentiated.
   *
   * @param loss final loss
   * @param gradient with respect to the raw hyperparameters
   */
  record Sample(double loss, RawVector gradient) {}
}
