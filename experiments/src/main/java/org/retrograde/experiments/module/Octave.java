package org.retrograde.experiments.module;

import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.OverTime;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.reversible.optimizer.Coefficient;

/** The move of a raw vector that doubles every learning rate. */
final class Octave {

  private Octave() {}

  /** Returns it; factors of blocks stay as they are. */
  static RawVector of(HyperparameterSpace space) {
    double[] move = new double[space.size()];
    int offset = 0;
    for (Hyperparameter one : space.hyperparameters()) {
      if (one instanceof OverTime schedule
          && schedule.coefficient().equals(Coefficient.LEARNING_RATE)) {
        int columns = schedule.tying().columns();
        for (int i = 0; i < schedule.rows() * columns; i++) {
          move[offset + i] = schedule.tying().isFactor(i % columns) ? 0 : Math.log(2);
        }
      }
      offset += one.size();
    }
    return new RawVector(move);
  }
}
