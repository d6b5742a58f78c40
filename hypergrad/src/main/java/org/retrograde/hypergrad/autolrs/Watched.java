package org.retrograde.hypergrad.autolrs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.gradient.RestorableRun;
import org.retrograde.reversible.word.Keyword;

/** Which losses a window has. */
public enum Watched implements Keyword {
  /** Those of the minibatches, one a step. */
  TRAINING("the training loss of every step", 10, 0.03) {
    @Override
    LossWindow take(RestorableRun run, int steps) {
      double[] at = new double[steps];
      double[] losses = new double[steps];
      for (int i = 0; i < steps; i++) {
        at[i] = (double) i / steps;
        losses[i] = run.forward();
      }
      return new LossWindow(at, losses);
    }

    @Override
    double forecast(LossWindow seen, LossWindow filtered, double at, double first) {
      return ExponentialFit.of(filtered).at(at);
    }
  },
  /** What AutoLRS goes over to for its last stages, a validation loss, from the first stage on. */
  FINAL("the final loss, 16 times a window", 1, 0.06) {
    @Override
    LossWindow take(RestorableRun run, int steps) {
      int every = Math.max(1, steps / TIMES);
      List<Double> at = new ArrayList<>(List.of(0.0));
      List<Double> losses = new ArrayList<>(List.of(run.finalLoss()));
      for (int i = 1; i <= steps; i++) {
        run.forward();
        if (i % every == 0) {
          at.add((double) i / steps);
          losses.add(run.finalLoss());
        }
      }
      return new LossWindow(array(at), array(losses));
    }

    /** A rate at which the loss gets back to where training began is not worth a curve. */
    @Override
    double forecast(LossWindow seen, LossWindow filtered, double at, double first) {
      return Arrays.stream(seen.losses()).skip(1).anyMatch(loss -> loss >= first)
          ? seen.loss(seen.size() - 1)
          : ExponentialFit.of(filtered).at(at);
    }
  };

  private static final int TIMES = 16;

  private final String meaning;
  private final int rounds;
  private final double outliers;

  Watched(String meaning, int rounds, double outliers) {
    this.meaning = meaning;
    this.rounds = rounds;
    this.outliers = outliers;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns the rounds in which a filter may drop losses. */
  int rounds() {
    return rounds;
  }

  /** Returns which part of the losses a round may drop. */
  double outliers() {
    return outliers;
  }

  /**
   * Takes steps and returns what was seen.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if the run leaves the numbers
   */
  abstract LossWindow take(RestorableRun run, int steps);

  /**
   * Returns the loss to expect.
   *
   * @param seen losses
   * @param filtered the same after a filter
   * @param at when, in lengths of the window
   * @param first loss of the whole run
   */
  abstract double forecast(LossWindow seen, LossWindow filtered, double at, double first);

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }
}
