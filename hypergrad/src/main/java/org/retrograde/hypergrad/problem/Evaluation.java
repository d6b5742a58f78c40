package org.retrograde.hypergrad.problem;

/**
 * How a network does on some examples.
 *
 * @param rows number of examples
 * @param loss mean loss
 * @param wrong examples whose largest output is not the target's
 */
public record Evaluation(int rows, double loss, long wrong) {

  /** Of a network whose training left the numbers: an infinite loss, and an error of 1. */
  public static final Evaluation DIVERGED = new Evaluation(1, Double.POSITIVE_INFINITY, 1);

  /** Returns the evaluation of both sets of examples together. */
  public Evaluation plus(Evaluation other) {
    int all = rows + other.rows;
    return new Evaluation(all, (loss * rows + other.loss * other.rows) / all, wrong + other.wrong);
  }

  /** Returns the fraction of examples that are classified wrongly, in [0, 1]. */
  public double error() {
    return (double) wrong / rows;
  }
}
