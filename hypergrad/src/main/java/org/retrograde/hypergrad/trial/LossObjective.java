package org.retrograde.hypergrad.trial;

import java.util.List;

/** The final loss as a function of raw hyperparameters and a seed. */
public interface LossObjective {

  /**
   * Trains, once for every point and seed.
   *
   * @param raws points. Not modified.
   * @param seeds of initial weights and batches
   * @return final losses: of all seeds of the first point, then of the second
   * @throws InterruptedException if the thread is interrupted
   */
  List<Outcome<Double>> evaluate(List<double[]> raws, long[] seeds) throws InterruptedException;
}
