package org.retrograde.hypergrad.problem;

/**
 * How a network does on some examples.
 *
 * @param rows number of examples
 * @param loss mean loss
 * @param wrong examples whose largest output is not the target's; {@link #NO_CLASSES} where numbers
 *     are predicted, and no classes
 */
public record Evaluation(int rows, double loss, long wrong) {

  /** Says that nothing is classified, rightly or wrongly. */
  public static final long NO_CLASSES = -1;

  /**
   * Of a network whose training left the numbers: an infinite loss, and no error, since it predicts
   * nothing.
   */
  public static final Evaluation DIVERGED = new Evaluation(1, Double.POSITIVE_INFINITY, NO_CLASSES);

  /** Returns the evaluation of both sets of examples together. */
  public Evaluation plus(Evaluation other) {
    int all = rows + other.rows;
    double mean = (loss * rows + other.loss * other.rows) / all;
    boolean classes = wrong != NO_CLASSES && other.wrong != NO_CLASSES;
    return new Evaluation(all, mean, classes ? wrong + other.wrong : NO_CLASSES);
  }

  /**
   * Returns the fraction of examples that are classified wrongly, in [0, 1]; NaN where nothing is
   * classified.
   */
  public double error() {
    return wrong == NO_CLASSES ? Double.NaN : (double) wrong / rows;
  }
}
