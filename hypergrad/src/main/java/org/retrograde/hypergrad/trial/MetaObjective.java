package org.retrograde.hypergrad.trial;

import java.util.List;

/** The final loss as a function of raw hyperparameters and a seed, with its derivative. */
public interface MetaObjective extends LossObjective {

  /**
   * Trains and differentiates, once for every seed.
   *
   * @param raw not modified
   * @param seeds of initial weights and batches
   * @return one outcome a seed, in their order
   * @throws InterruptedException if the thread is interrupted
   */
  List<Outcome<Sample>> differentiate(double[] raw, long[] seeds) throws InterruptedException;

  /**
   * One training run, differentiated.
   *
   * @param loss final loss
   * @param gradient with respect to the raw hyperparameters
   */
  record Sample(double loss, RawVector gradient) {}
}
